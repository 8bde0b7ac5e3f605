#pragma once
#include <stddef.h>

/* Only what tells Swift something is annotated: which functions may return NULL. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

/*
 * The functions of libcrypto that Sallyport uses. The library is found at run time, so its headers are
 * neither needed nor included: these are the signatures that OpenSSL 1.0.2, 1.1.1 and 3 have in common.
 * `EVP_MD`, `EVP_CIPHER`, `EVP_CIPHER_CTX` and `ENGINE` are only ever passed on, hence void pointers.
 */
struct libcrypto_functions {
    const void *_Nullable (*_Nonnull EVP_sha1)(void);
    const void *_Nullable (*_Nonnull EVP_sha256)(void);
    const void *_Nullable (*_Nonnull EVP_sha512)(void);
    int (*_Nonnull EVP_Digest)(const void *data, size_t length, unsigned char *out,
                               unsigned int *out_length, const void *digest, void *engine);
    unsigned char *_Nullable (*_Nonnull HMAC)(const void *digest, const void *key, int key_length,
                                              const unsigned char *data, size_t data_length,
                                              unsigned char *out, unsigned int *out_length);
    const void *_Nullable (*_Nonnull EVP_aes_256_gcm)(void);
    void *_Nullable (*_Nonnull EVP_CIPHER_CTX_new)(void);
    void (*_Nonnull EVP_CIPHER_CTX_free)(void *context);
    int (*_Nonnull EVP_CIPHER_CTX_ctrl)(void *context, int command, int value, void *pointer);
    int (*_Nonnull EVP_CipherInit_ex)(void *context, const void *cipher, void *engine,
                                      const unsigned char *key, const unsigned char *iv, int encrypt);
    int (*_Nonnull EVP_CipherUpdate)(void *context, unsigned char *out, int *out_length,
                                     const unsigned char *in, int in_length);
    int (*_Nonnull EVP_CipherFinal_ex)(void *context, unsigned char *out, int *out_length);
    int (*_Nonnull RAND_bytes)(unsigned char *out, int length);
    int (*_Nonnull CRYPTO_memcmp)(const void *a, const void *b, size_t length);
    void (*_Nonnull ERR_clear_error)(void);
};

/*
 * Fills every field of `functions` from the libcrypto this process has loaded already, whatever its name and
 * also where it is part of the program; see dynamic_library_loaded. Only where there is none that has all of
 * the functions, the newest one installed is loaded. Returns 0, or -1 where there is none either. All functions
 * come from one library, always: what one makes is handed to another.
 * In C because a symbol's address becomes a function pointer of another type only by a cast that Swift
 * would have to spell out, unsafely, once for each of them.
 */
int libcrypto_load(struct libcrypto_functions *functions);

/*
 * Overwrites memory in a way the optimiser keeps. In C because explicit_bzero(3) is newer (glibc 2.25)
 * than the systems the module loads on, and OPENSSL_cleanse(3) is not there before libcrypto was found.
 */
void libcrypto_wipe(void *memory, size_t length);

#pragma clang diagnostic pop
