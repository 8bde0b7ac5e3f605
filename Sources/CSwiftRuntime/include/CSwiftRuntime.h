#pragma once
/* Nothing to call from Swift: see CSwiftRuntime.c. */
