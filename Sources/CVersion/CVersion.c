/* Leaves the version in each program's section .comment, where strings(1) finds it, and which is never loaded. */
#include "CVersion.h"

__asm__(".ident \"sallyport " SALLYPORT_VERSION "\"");
