#include "CLibqrencode.h"
#include "CDynamicLibrary.h"

#include <dlfcn.h>

static const char *const names[] = {"libqrencode.so.4", "libqrencode.so.3"};
#define NAMES (sizeof names / sizeof names[0])

int libqrencode_load(struct libqrencode_functions *functions) {
    void *library = dynamic_library_open(names, NAMES, RTLD_LOCAL);
    if (!library) return -1;
#define FIND(name) \
    if (dynamic_library_find(library, "QRcode_" #name, &functions->name) != 0) return -1
    FIND(encodeString);
    FIND(free);
#undef FIND
    return 0;
}
