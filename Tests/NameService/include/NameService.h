/* Nothing: the C library finds the functions by their names. */
