#pragma once
/* The header's macros that check types would get in the way of function pointers, and its marks for options
 * that newer versions call deprecated are of no use where old versions have nothing else. */
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

/*
 * The functions of libcurl that Sallyport uses, each in every version from 7.29 on. The library is found at run
 * time, so that one courier runs with the libcurl of any system; only the header is needed to build.
 */
struct libcurl_functions {
    CURLcode (*_Nonnull global_init)(long flags);
    curl_version_info_data *_Nullable (*_Nonnull version_info)(CURLversion age);
    CURL *_Nullable (*_Nonnull easy_init)(void);
    CURLcode (*_Nonnull easy_setopt)(CURL *handle, CURLoption option, ...);
    CURLcode (*_Nonnull easy_getinfo)(CURL *handle, CURLINFO information, ...);
    CURLcode (*_Nonnull easy_perform)(CURL *handle);
    void (*_Nonnull easy_cleanup)(CURL *handle);
    const char *_Nullable (*_Nonnull easy_strerror)(CURLcode code);
    struct curl_slist *_Nullable (*_Nonnull slist_append)(struct curl_slist *_Nullable list,
                                                          const char *text);
    void (*_Nonnull slist_free_all)(struct curl_slist *_Nullable list);
};

/*
 * Fills every field of `functions` from libcurl.so.4, or from the build with GnuTLS that some systems have
 * alone, and initialises the library. Returns 0, or -1 where there is none or one that lacks a function.
 * In C because a symbol's address becomes a function pointer of another type only by a cast that Swift
 * would have to spell out, unsafely, once for each of them.
 */
int libcurl_load(struct libcurl_functions *functions);

/*
 * curl_easy_setopt(3) and curl_easy_getinfo(3) are variadic, which Swift cannot call: one function for each type
 * an option can have. An option of another type is refused with CURLE_BAD_FUNCTION_ARGUMENT, one that the library
 * found does not know with CURLE_UNKNOWN_OPTION, by the library.
 */
CURLcode libcurl_set_long(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                          long value);
CURLcode libcurl_set_offset(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                            curl_off_t value);
CURLcode libcurl_set_string(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                            const char *_Nullable value);
CURLcode libcurl_set_list(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                          struct curl_slist *_Nullable value);
CURLcode libcurl_get_long(const struct libcurl_functions *functions, CURL *handle, CURLINFO information,
                          long *value);

/* Receives or supplies up to `length` bytes; returns how many it took or gave. */
typedef size_t (*libcurl_callback)(char *_Nullable bytes, size_t size, size_t length,
                                   void *_Nullable context);

/* Sets CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION or CURLOPT_READFUNCTION, and its context. */
CURLcode libcurl_set_callback(const struct libcurl_functions *functions, CURL *handle,
                              CURLoption option, libcurl_callback callback, void *_Nullable context);

/* Is asked now and then whether the transfer goes on; anything but 0 ends it. */
typedef int (*libcurl_progress_callback)(void *_Nullable context, double total, double done,
                                         double upload_total, double uploaded);

/* Sets CURLOPT_PROGRESSFUNCTION, which all versions have, and its context. */
CURLcode libcurl_set_progress_callback(const struct libcurl_functions *functions, CURL *handle,
                                       libcurl_progress_callback callback,
                                       void *_Nullable context);

/* Is told of each new socket before it is connected; anything but 0 ends the transfer. */
typedef int (*libcurl_socket_callback)(void *_Nullable context, curl_socket_t socket,
                                       curlsocktype purpose);

/* Sets CURLOPT_SOCKOPTFUNCTION, without a context. */
CURLcode libcurl_set_socket_callback(const struct libcurl_functions *functions, CURL *handle,
                                     libcurl_socket_callback callback);

/* curl_easy_cleanup(3), without waiting for a server that does not say goodbye: a mail server is told QUIT there,
 * and its answer awaited for two minutes, whatever timeouts are set. In C because sockets are the C library's. */
void libcurl_end(const struct libcurl_functions *functions, CURL *handle);

/* Sets the buffer for the error text, of CURL_ERROR_SIZE bytes, which must live as long as the handle. */
CURLcode libcurl_set_error_buffer(const struct libcurl_functions *functions, CURL *handle,
                                  char *buffer);

#pragma clang diagnostic pop
