#include "CLibcrypto.h"
#include "CDynamicLibrary.h"

#include <dlfcn.h>
#include <string.h>

/* OpenSSL 3; 1.1.1; 1.0.2 as Red Hat and as others name it. */
static const char *const names[] = {"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so.10",
                                    "libcrypto.so.1.0.0"};
#define NAMES (sizeof names / sizeof names[0])

int libcrypto_load(struct libcrypto_functions *functions) {
    void *library = dynamic_library_open(names, NAMES, RTLD_NOLOAD);
    if (!library) library = dynamic_library_open(names, NAMES, RTLD_LOCAL);
    if (!library) return -1;
#define FIND(name) \
    if (dynamic_library_find(library, #name, &functions->name) != 0) return -1
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
    return 0;
}

void libcrypto_wipe(void *memory, size_t length) {
    if (!length) return;
    memset(memory, 0, length);
    __asm__ __volatile__("" : : "r"(memory) : "memory");
}
