#define _GNU_SOURCE
#include "CLibcrypto.h"
#include "CDynamicLibrary.h"

#include <dlfcn.h>
#include <string.h>

/* OpenSSL 3; 1.1.1; 1.0.2 as Debian 9, as Red Hat and as others name it. */
static const char *const names[] = {"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so.1.0.2",
                                    "libcrypto.so.10", "libcrypto.so.1.0.0"};
#define NAMES (sizeof names / sizeof names[0])

#define FUNCTIONS(EACH) \
    EACH(EVP_sha1) \
    EACH(EVP_sha256) \
    EACH(EVP_sha512) \
    EACH(EVP_Digest) \
    EACH(HMAC) \
    EACH(EVP_aes_256_gcm) \
    EACH(EVP_CIPHER_CTX_new) \
    EACH(EVP_CIPHER_CTX_free) \
    EACH(EVP_CIPHER_CTX_ctrl) \
    EACH(EVP_CipherInit_ex) \
    EACH(EVP_CipherUpdate) \
    EACH(EVP_CipherFinal_ex) \
    EACH(RAND_bytes) \
    EACH(CRYPTO_memcmp) \
    EACH(ERR_clear_error)

#define NAME(function) #function,
static const char *const function_names[] = {FUNCTIONS(NAME)};
#define COUNT (sizeof function_names / sizeof function_names[0])
_Static_assert(sizeof(struct libcrypto_functions) == COUNT * sizeof(void (*)(void)),
               "FUNCTIONS has every field");

static int find_all(void *library, struct libcrypto_functions *functions) {
#define FIND(function) \
    if (dynamic_library_find(library, #function, &functions->function) != 0) return -1;
    FUNCTIONS(FIND)
    return 0;
}

int libcrypto_load(struct libcrypto_functions *functions) {
    void *library = dynamic_library_loaded(function_names, COUNT);
    if (library) return find_all(library, functions);
    for (size_t i = 0; i < NAMES; i++) {
        /* RTLD_DEEPBIND: its own calls stay in it. An application into which a libcrypto is linked may export
         * some of the functions and not all; one loaded beside it would call those. */
        library = dynamic_library_open(&names[i], 1, RTLD_LOCAL | RTLD_DEEPBIND);
        if (library && find_all(library, functions) == 0) return 0;
    }
    return -1;
}

void libcrypto_wipe(void *memory, size_t length) {
    if (!length) return;
    memset(memory, 0, length);
    __asm__ __volatile__("" : : "r"(memory) : "memory");
}
