/*
 * What lets a program that was linked on a current system start on an old one.
 *
 * The compiler's start-up file calls __libc_start_main, which has a new version since glibc 2.34. The linker turns
 * that call into one of the function below (--wrap), which passes it on to the first version.
 */
#include <stddef.h>

#if defined(__x86_64__)
#define FIRST "@GLIBC_2.2.5"
#elif defined(__aarch64__)
#define FIRST "@GLIBC_2.17"
#endif

typedef int main_function(int, char **, char **);
typedef void init_function(int, char **, char **);

extern int first_libc_start_main(main_function *, int, char **, init_function *, void (*)(void),
                                 void (*)(void), void *) __asm__("__libc_start_main" FIRST);

extern init_function *const __init_array_start[] __attribute__((visibility("hidden")));
extern init_function *const __init_array_end[] __attribute__((visibility("hidden")));

/* The C library runs the constructors itself since 2.34; before, the program does. */
static void run_constructors(int count, char **arguments, char **environment) {
    for (init_function *const *function = __init_array_start; function < __init_array_end; function++)
        (*function)(count, arguments, environment);
}

int __wrap___libc_start_main(main_function *program, int count, char **arguments,
                             init_function *init, void (*finish)(void), void (*unload)(void),
                             void *stack_end) {
    (void)init;
    (void)finish;
    return first_libc_start_main(program, count, arguments, run_constructors, NULL, unload, stack_end);
}
