#pragma once

/* Gives the process handlers, a mask, a timer and a umask no process has by itself, so that a module that
 * sets any of them to the usual value is found out. */
void set_unusual_state(void);

/* Prints what a module must leave as it was, one line each, the same as long as nothing changes. */
void print_state(void);

/* How many descriptors are open. */
int count_descriptors(void);
