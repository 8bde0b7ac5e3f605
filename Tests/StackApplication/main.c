/*
 * Says what libpam makes of stacks: the real library, with modules that answer as told (AnsweringModule).
 *
 *   stack-application LIBPAM
 *
 * LIBPAM is the library, as dlopen(3) takes it, so that any version can be asked. Reads from its standard input
 *
 *   clear                     forgets all files of /etc/pam.d, which is a private one
 *   file NAME LENGTH          and so many bytes: a file there
 *   run SERVICE VALUE,...     authenticates; the values are the answers of the modules by their numbers
 *
 * and prints for each run the value that libpam gives, and the numbers of the modules it has called. In C, as the
 * applications are that libpam was written for.
 */
#define _GNU_SOURCE
#include "AnsweringModule.h"

#include <dirent.h>
#include <dlfcn.h>
#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

typedef struct pam_handle pam_handle_t;
struct pam_conv {
    int (*conv)(int, const void **, void **, void *);
    void *appdata_ptr;
};

static int (*start)(const char *, const char *, const struct pam_conv *, pam_handle_t **);
static int (*authenticate)(pam_handle_t *, int);
static int (*end)(pam_handle_t *, int);

static int conversation(int count, const void **messages, void **answers, void *data) {
    (void)count;
    (void)messages;
    (void)answers;
    (void)data;
    return 19; /* PAM_CONV_ERR */
}

static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (found == NULL) errx(2, "%s", dlerror());
    return found;
}

static void clear(void) {
    DIR *folder = opendir("/etc/pam.d");
    struct dirent *entry;
    if (folder == NULL) err(2, "/etc/pam.d");
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.') unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

static void write_file(const char *name, size_t length) {
    char path[4096];
    snprintf(path, sizeof path, "/etc/pam.d/%s", name);
    FILE *file = fopen(path, "w");
    if (file == NULL) err(2, "%s", path);
    while (length-- > 0) fputc(getchar(), file);
    fclose(file);
}

static void run(const char *service, char *words) {
    static int values[4096];
    struct answers answers = {.values = values};
    for (char *word = strtok(words, ","); word != NULL; word = strtok(NULL, ","))
        if (answers.count < 4096) values[answers.count++] = atoi(word);
    struct pam_conv conv = {conversation, &answers};
    pam_handle_t *handle = NULL;
    int value = start(service, "root", &conv, &handle);
    if (value == 0) {
        value = authenticate(handle, 0);
        end(handle, value);
    }
    printf("%d", value);
    for (int i = 0; i < answers.called_count; i++) printf(" %d", answers.called[i]);
    printf("\n");
}

int main(int argc, char **argv) {
    static char line[65536];
    if (argc != 2) errx(2, "usage: stack-application LIBPAM");
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", "/etc/pam.d", "tmpfs", 0, "mode=755") != 0)
        err(2, "a private /etc/pam.d");
    /* Modules find libpam's functions in the application. */
    void *library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) errx(2, "%s", dlerror());
    start = symbol(library, "pam_start");
    authenticate = symbol(library, "pam_authenticate");
    end = symbol(library, "pam_end");
    while (fgets(line, sizeof line, stdin) != NULL) {
        char name[4096];
        size_t length;
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "clear") == 0) {
            clear();
        } else if (sscanf(line, "file %4095s %zu", name, &length) == 2) {
            write_file(name, length);
        } else if (strncmp(line, "run ", 4) == 0) {
            char *service = line + 4, *words = strchr(service, ' ');
            if (words != NULL) *words++ = '\0';
            run(service, words == NULL ? strdup("") : words);
        } else {
            errx(2, "not understood: %s", line);
        }
    }
    return 0;
}
