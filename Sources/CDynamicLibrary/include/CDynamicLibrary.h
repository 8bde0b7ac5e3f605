#pragma once
#include <stddef.h>

/*
 * Libraries that are found at run time, so that one binary starts where they have another version or are
 * missing. In C because the first symbol versions of dlopen(3) can be asked for only here.
 */

/*
 * Opens the first of `count` libraries that there is, with all of its symbols bound and with `flags` of
 * dlopen(3). Returns NULL where there is none. Nothing closes it: neither libcrypto nor the TLS library behind
 * libcurl survives being unloaded.
 */
void *dynamic_library_open(const char *const *names, size_t count, int flags);

/*
 * Writes the address of the function `name` to `*pointer`, a pointer to a function. Returns 0, or -1 where the
 * library lacks it.
 */
int dynamic_library_find(void *library, const char *name, void *pointer);
