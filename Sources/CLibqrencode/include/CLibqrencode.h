#pragma once
#include <qrencode.h>

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

/*
 * The functions of libqrencode that Sallyport uses, each in every version from 3 on. The library is found at run
 * time, so that a program also starts where there is none; only the header is needed to build.
 */
struct libqrencode_functions {
    QRcode *_Nullable (*_Nonnull encodeString)(const char *text, int version, QRecLevel level,
                                               QRencodeMode hint, int isCaseSensitive);
    void (*_Nonnull free)(QRcode *symbol);
};

/*
 * Fills every field of `functions` from libqrencode.so.4 or .3, which is never unloaded. Returns 0, or -1 where there
 * is none. In C because a symbol's address becomes a function pointer of another type only by a cast.
 */
int libqrencode_load(struct libqrencode_functions *functions);

#pragma clang diagnostic pop
