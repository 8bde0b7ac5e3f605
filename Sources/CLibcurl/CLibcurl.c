#include "CLibcurl.h"
#include "CDynamicLibrary.h"

#include <dlfcn.h>
#include <sys/socket.h>

static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#define NAMES (sizeof names / sizeof names[0])

int libcurl_load(struct libcurl_functions *functions) {
    void *library = dynamic_library_open(names, NAMES, RTLD_LOCAL);
    if (!library) return -1;
#define FIND(name) \
    if (dynamic_library_find(library, "curl_" #name, &functions->name) != 0) return -1
    FIND(global_init);
    FIND(version_info);
    FIND(easy_init);
    FIND(easy_setopt);
    FIND(easy_getinfo);
    FIND(easy_perform);
    FIND(easy_cleanup);
    FIND(easy_strerror);
    FIND(slist_append);
    FIND(slist_free_all);
#undef FIND
    return functions->global_init(CURL_GLOBAL_ALL) == CURLE_OK ? 0 : -1;
}

/* The type of an option's value, by its number: long, pointer, function, 64 bits, blob. */
static long type_of(CURLoption option) { return (long)option / 10000 * 10000; }

CURLcode libcurl_set_long(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                          long value) {
    if (type_of(option) != CURLOPTTYPE_LONG) return CURLE_BAD_FUNCTION_ARGUMENT;
    return functions->easy_setopt(handle, option, value);
}

CURLcode libcurl_set_offset(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                            curl_off_t value) {
    if (type_of(option) != CURLOPTTYPE_OFF_T) return CURLE_BAD_FUNCTION_ARGUMENT;
    return functions->easy_setopt(handle, option, value);
}

CURLcode libcurl_set_string(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                            const char *value) {
    if (type_of(option) != CURLOPTTYPE_OBJECTPOINT) return CURLE_BAD_FUNCTION_ARGUMENT;
    return functions->easy_setopt(handle, option, value);
}

CURLcode libcurl_set_list(const struct libcurl_functions *functions, CURL *handle, CURLoption option,
                          struct curl_slist *value) {
    if (type_of(option) != CURLOPTTYPE_OBJECTPOINT) return CURLE_BAD_FUNCTION_ARGUMENT;
    return functions->easy_setopt(handle, option, value);
}

CURLcode libcurl_get_long(const struct libcurl_functions *functions, CURL *handle, CURLINFO information,
                          long *value) {
    if (((long)information & CURLINFO_TYPEMASK) != CURLINFO_LONG) return CURLE_BAD_FUNCTION_ARGUMENT;
    return functions->easy_getinfo(handle, information, value);
}

CURLcode libcurl_set_callback(const struct libcurl_functions *functions, CURL *handle,
                              CURLoption option, libcurl_callback callback, void *context) {
    CURLoption data;
    switch (option) {
    case CURLOPT_WRITEFUNCTION: data = CURLOPT_WRITEDATA; break;
    case CURLOPT_HEADERFUNCTION: data = CURLOPT_HEADERDATA; break;
    case CURLOPT_READFUNCTION: data = CURLOPT_READDATA; break;
    default: return CURLE_BAD_FUNCTION_ARGUMENT;
    }
    CURLcode code = functions->easy_setopt(handle, option, callback);
    return code == CURLE_OK ? functions->easy_setopt(handle, data, context) : code;
}

CURLcode libcurl_set_error_buffer(const struct libcurl_functions *functions, CURL *handle,
                                  char *buffer) {
    return functions->easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

CURLcode libcurl_set_progress_callback(const struct libcurl_functions *functions, CURL *handle,
                                       libcurl_progress_callback callback, void *context) {
    CURLcode code = functions->easy_setopt(handle, CURLOPT_PROGRESSFUNCTION, callback);
    if (code == CURLE_OK) code = functions->easy_setopt(handle, CURLOPT_PROGRESSDATA, context);
    return code == CURLE_OK ? functions->easy_setopt(handle, CURLOPT_NOPROGRESS, 0L) : code;
}

CURLcode libcurl_set_socket_callback(const struct libcurl_functions *functions, CURL *handle,
                                     libcurl_socket_callback callback) {
    return functions->easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, callback);
}

void libcurl_end(const struct libcurl_functions *functions, CURL *handle) {
    long socket = -1;
    if (functions->easy_getinfo(handle, CURLINFO_LASTSOCKET, &socket) == CURLE_OK && socket >= 0)
        shutdown((int)socket, SHUT_RD);
    functions->easy_cleanup(handle);
}
