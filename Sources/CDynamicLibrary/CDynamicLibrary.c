#define _GNU_SOURCE
#include "CDynamicLibrary.h"

#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <stdint.h>
#include <string.h>

/* Newer C libraries moved these from libdl into libc under a new version (2.34). The first version is in
 * every glibc; without this nothing older would load the module or start the programs. */
#if defined(__x86_64__)
#define FIRST "@GLIBC_2.2.5"
#elif defined(__aarch64__)
#define FIRST "@GLIBC_2.17"
#else
#define FIRST ""
#endif
extern void *first_dlopen(const char *name, int flags) __asm__("dlopen" FIRST);
extern void *first_dlsym(void *library, const char *name) __asm__("dlsym" FIRST);

void *dynamic_library_open(const char *const *names, size_t count, int flags) {
    for (size_t i = 0; i < count; i++) {
        void *library = first_dlopen(names[i], RTLD_NOW | flags);
        if (library) return library;
    }
    return NULL;
}

/* The tables by which the loader finds the functions of one object. */
struct symbols {
    const ElfW(Sym) *table;
    const char *names;
    /* By one of these a name is found: the first is that of the ELF standard, the second GNU's. Linkers write
     * either or both. */
    const uint32_t *hash, *gnu_hash;
};

/*
 * What an entry of the dynamic section points to. The loader has made addresses of the entries, but for those of
 * the kernel's own object: NULL for what is not an address in the object.
 */
static const void *in_object(const struct dl_phdr_info *object, ElfW(Addr) address) {
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD &&
            address - (object->dlpi_addr + segment->p_vaddr) < segment->p_memsz)
            return (const void *)address;
    }
    return NULL;
}

static struct symbols symbols_of(const struct dl_phdr_info *object) {
    struct symbols symbols = {0};
    const ElfW(Dyn) *entry = NULL;
    for (size_t i = 0; i < object->dlpi_phnum; i++)
        if (object->dlpi_phdr[i].p_type == PT_DYNAMIC)
            entry = (const void *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
    for (; entry && entry->d_tag != DT_NULL; entry++) {
        const void *value = in_object(object, entry->d_un.d_ptr);
        switch (entry->d_tag) {
        case DT_SYMTAB: symbols.table = value; break;
        case DT_STRTAB: symbols.names = value; break;
        case DT_HASH: symbols.hash = value; break;
        case DT_GNU_HASH: symbols.gnu_hash = value; break;
        }
    }
    return symbols;
}

/* Whether the symbol at `index` is `name`, and of the object itself. */
static int is_definition(const struct symbols *symbols, uint32_t index, const char *name) {
    const ElfW(Sym) *symbol = &symbols->table[index];
    return symbol->st_shndx != SHN_UNDEF && strcmp(symbols->names + symbol->st_name, name) == 0;
}

static int defines_by_hash(const struct symbols *symbols, const char *name) {
    uint32_t hash = 0, count = symbols->hash[0];
    for (const unsigned char *c = (const unsigned char *)name; *c; c++) {
        hash = (hash << 4) + *c;
        hash = (hash ^ (hash >> 24 & 0xf0)) & 0x0fffffff;
    }
    if (!count) return 0;
    const uint32_t *buckets = symbols->hash + 2, *next = buckets + count;
    for (uint32_t i = buckets[hash % count]; i; i = next[i])
        if (is_definition(symbols, i, name)) return 1;
    return 0;
}

static int defines_by_gnu_hash(const struct symbols *symbols, const char *name) {
    uint32_t hash = 5381, count = symbols->gnu_hash[0], first = symbols->gnu_hash[1];
    for (const unsigned char *c = (const unsigned char *)name; *c; c++) hash = hash * 33 + *c;
    if (!count) return 0;
    /* Behind the filter, which only saves time, and whose words are as long as an address. */
    const uint32_t *buckets = symbols->gnu_hash + 4 + symbols->gnu_hash[2] * (sizeof(ElfW(Addr)) / 4);
    const uint32_t *hashes = buckets + count;
    uint32_t i = buckets[hash % count];
    if (i < first) return 0;
    /* The last of a bucket has the lowest bit, in place of that of its hash. */
    do {
        if ((hashes[i - first] | 1) == (hash | 1) && is_definition(symbols, i, name)) return 1;
    } while (!(hashes[i++ - first] & 1));
    return 0;
}

/* What dynamic_library_loaded looks for, and the name of what it found. */
struct search {
    const char *const *functions;
    size_t count;
    char name[PATH_MAX];
};

/* For dl_iterate_phdr(3), which goes on for as long as this returns 0. */
static int examine(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    struct search *search = context;
    struct symbols symbols = symbols_of(object);
    if (!symbols.table || !symbols.names || !(symbols.hash || symbols.gnu_hash)) return 0;
    for (size_t i = 0; i < search->count; i++) {
        const char *function = search->functions[i];
        if (!(symbols.gnu_hash ? defines_by_gnu_hash(&symbols, function)
                               : defines_by_hash(&symbols, function)))
            return 0;
    }
    /* A copy: another thread may unload the object as soon as this returns. Opening it here would wait for a
     * lock of the loader's that such a thread holds, while it waits for that of dl_iterate_phdr(3). */
    size_t length = strlen(object->dlpi_name);
    if (length >= sizeof search->name) return 0;
    memcpy(search->name, object->dlpi_name, length + 1);
    return 1;
}

void *dynamic_library_loaded(const char *const *functions, size_t count) {
    struct search search;
    search.functions = functions;
    search.count = count;
    if (!dl_iterate_phdr(examine, &search)) return NULL;
    /* The name as the loader has it, "" for the program itself: it is compared with those of what is loaded
     * before any file is looked at. */
    return first_dlopen(search.name, RTLD_NOW | RTLD_NOLOAD);
}

int dynamic_library_find(void *library, const char *name, void *pointer) {
    void *symbol = first_dlsym(library, name);
    if (!symbol) return -1;
    memcpy(pointer, &symbol, sizeof symbol);
    return 0;
}
