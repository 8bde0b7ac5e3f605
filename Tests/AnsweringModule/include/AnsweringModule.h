/*
 * What a PAM module that answers as told shares with the application that tells it.
 */
#ifndef ANSWERING_MODULE_H
#define ANSWERING_MODULE_H

/* The application's data of its conversation. */
struct answers {
    int count;
    const int *values;  /* what the module with each number gives to libpam */
    int called_count;
    int called[4096];   /* the numbers of the modules that were called, in their order */
};

#endif
