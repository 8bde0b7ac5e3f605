#include "CLibcrypto.h"

#include <dlfcn.h>
#include <string.h>

#if defined(__x86_64__)
/* Newer C libraries moved these from libdl into libc under a new version (2.34). The first version is in
 * every glibc; without this the module would not load on the systems before. */
__asm__(".symver dlopen,dlopen@GLIBC_2.2.5");
__asm__(".symver dlsym,dlsym@GLIBC_2.2.5");
__asm__(".symver dlclose,dlclose@GLIBC_2.2.5");
#elif defined(__aarch64__)
__asm__(".symver dlopen,dlopen@GLIBC_2.17");
__asm__(".symver dlsym,dlsym@GLIBC_2.17");
__asm__(".symver dlclose,dlclose@GLIBC_2.17");
#endif

/* OpenSSL 3; 1.1.1; 1.0.2 as Red Hat and as others name it. */
static const char *const names[] = {"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so.10",
                                    "libcrypto.so.1.0.0"};
#define NAMES (sizeof names / sizeof names[0])

static void *open_library(void) {
    for (size_t i = 0; i < NAMES; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_NOLOAD);
        if (library) return library;
    }
    for (size_t i = 0; i < NAMES; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library) return library;
    }
    return NULL;
}

int libcrypto_load(struct libcrypto_functions *functions) {
    void *library = open_library();
    if (!library) return -1;
#define FIND(name)                                                     \
    do {                                                               \
        void *symbol = dlsym(library, #name);                          \
        if (!symbol) {                                                 \
            dlclose(library);                                          \
            return -1;                                                 \
        }                                                              \
        memcpy(&functions->name, &symbol, sizeof symbol);              \
    } while (0)
    FIND(EVP_sha1);
    FIND(EVP_sha256);
    FIND(EVP_sha512);
    FIND(EVP_Digest);
    FIND(HMAC);
    FIND(EVP_aes_256_gcm);
    FIND(EVP_CIPHER_CTX_new);
    FIND(EVP_CIPHER_CTX_free);
    FIND(EVP_CIPHER_CTX_ctrl);
    FIND(EVP_CipherInit_ex);
    FIND(EVP_CipherUpdate);
    FIND(EVP_CipherFinal_ex);
    FIND(RAND_bytes);
    FIND(CRYPTO_memcmp);
    FIND(ERR_clear_error);
#undef FIND
    /* Never closed: libcrypto does not survive being unloaded (its exit handlers stay registered). */
    return 0;
}

void libcrypto_wipe(void *memory, size_t length) {
    if (!length) return;
    memset(memory, 0, length);
    __asm__ __volatile__("" : : "r"(memory) : "memory");
}
