/*
 * Two functions of Embedded Swift's runtime, in place of its own, which are weak.
 *
 * They return what they were given: callers rely on that, and on aarch64 go on with what is returned. Those of Swift 6.3
 * return the object's address alone, and a text of at most 15 bytes, which is held in place of an address, is none any
 * more. Fixed in Swift after that (swiftlang/swift, pull request 91151).
 */
#ifdef EMBEDDED
#include <stdint.h>

/* Embedded Swift's own; they do nothing for what is negative or NULL, which is no object or one that stays. */
extern void *swift_retain(void *object);
extern void *swift_retain_n(void *object, uint32_t count);

/* The address in a reference that has bits of a text in it: the highest bit says that there is none. */
static void *address(void *reference) {
    return (void *)((uintptr_t)reference & 0x8ffffffffffffff8);
}

void *swift_bridgeObjectRetain(void *reference) {
    swift_retain(address(reference));
    return reference;
}

void *swift_bridgeObjectRetain_n(void *reference, uint32_t count) {
    swift_retain_n(address(reference), count);
    return reference;
}
#endif
