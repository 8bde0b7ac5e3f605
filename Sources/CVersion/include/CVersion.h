#pragma once

/* The version of all programs: the one place that says it. */
#define SALLYPORT_VERSION "0.9.0"
