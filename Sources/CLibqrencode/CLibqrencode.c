#include "CLibqrencode.h"

#include <dlfcn.h>
#include <string.h>

#if defined(__x86_64__)
/* As in CLibcrypto: the versions that glibc gave these at first, without which nothing older than 2.34 would
 * start the program. */
__asm__(".symver dlopen,dlopen@GLIBC_2.2.5");
__asm__(".symver dlsym,dlsym@GLIBC_2.2.5");
__asm__(".symver dlclose,dlclose@GLIBC_2.2.5");
#elif defined(__aarch64__)
__asm__(".symver dlopen,dlopen@GLIBC_2.17");
__asm__(".symver dlsym,dlsym@GLIBC_2.17");
__asm__(".symver dlclose,dlclose@GLIBC_2.17");
#endif

int libqrencode_load(struct libqrencode_functions *functions) {
    void *library = dlopen("libqrencode.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libqrencode.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!library) return -1;
#define FIND(name)                                                     \
    do {                                                               \
        void *symbol = dlsym(library, "QRcode_" #name);                \
        if (!symbol) {                                                 \
            dlclose(library);                                          \
            return -1;                                                 \
        }                                                              \
        memcpy(&functions->name, &symbol, sizeof symbol);              \
    } while (0)
    FIND(encodeString);
    FIND(free);
#undef FIND
    return 0;
}
