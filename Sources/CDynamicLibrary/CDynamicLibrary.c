#include "CDynamicLibrary.h"

#include <dlfcn.h>
#include <string.h>

#if defined(__x86_64__)
/* Newer C libraries moved these from libdl into libc under a new version (2.34). The first version is in
 * every glibc; without this nothing older would load the module or start the programs. */
__asm__(".symver dlopen,dlopen@GLIBC_2.2.5");
__asm__(".symver dlsym,dlsym@GLIBC_2.2.5");
#elif defined(__aarch64__)
__asm__(".symver dlopen,dlopen@GLIBC_2.17");
__asm__(".symver dlsym,dlsym@GLIBC_2.17");
#endif

void *dynamic_library_open(const char *const *names, size_t count, int flags) {
    for (size_t i = 0; i < count; i++) {
        void *library = dlopen(names[i], RTLD_NOW | flags);
        if (library) return library;
    }
    return NULL;
}

int dynamic_library_find(void *library, const char *name, void *pointer) {
    void *symbol = dlsym(library, name);
    if (!symbol) return -1;
    memcpy(pointer, &symbol, sizeof symbol);
    return 0;
}
