/*
 * The start of the administrator's command. In C, since the words of the command line come to main() alone: Swift's own
 * start looks for them in /proc, which is not everywhere.
 */

/* Swift's runtime is linked in, and its C++ library asks the C library for this, which has it since glibc 2.32: "no" is
   right on every one. */
char __libc_single_threaded = 0;

/* In Administration. */
extern int sallyport_run(int count, char **words);

int main(int count, char **words) { return sallyport_run(count, words); }
