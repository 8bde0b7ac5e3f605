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
 * Opens what this process has loaded that itself defines each of `count` functions, whatever its name and
 * wherever its file was: a library, or the program with a library linked into it. Of several it is the first in
 * the order of loading. That is the order in which symbols of the program are bound (the program, what was
 * preloaded, what it was linked with), hence the one it uses; what was opened later comes last. Returns NULL
 * where there is none. Looks at no file, and makes no system call but for memory.
 */
void *dynamic_library_loaded(const char *const *functions, size_t count);

/*
 * Writes the address of the function `name` to `*pointer`, a pointer to a function. Returns 0, or -1 where the
 * library lacks it.
 */
int dynamic_library_find(void *library, const char *name, void *pointer);
