#define _GNU_SOURCE
#include "CHostSystem.h"

#include "CDynamicLibrary.h"
#include <dlfcn.h>
#include <sys/un.h>

/* What a name service has for groups, NULL where it lacks it: "NSS Module Function Internals" in the manual of the C
 * library. */
struct service {
    enum nss_status (*initgroups_dyn)(const char *user, gid_t primary, long *count, long *size,
                                      gid_t **ids, long limit, int *error);
    enum nss_status (*setgrent)(int stay_open);
    enum nss_status (*getgrent_r)(struct group *record, char *buffer, size_t size, int *error);
    enum nss_status (*endgrent)(void);
    enum nss_status (*getgrgid_r)(gid_t id, struct group *record, char *buffer, size_t size,
                                  int *error);
    /* Whether it is /etc/group, for which newer C libraries have no library; whether entries of that file send its
     * reader to other services; and the file while it is read. */
    int is_file, is_compatible;
    FILE *file;
};

/* What is looked for: the groups of a user, or else the name of a group. */
struct search {
    const char *user;
    struct host_groups *groups;
    gid_t id;
    char *name;
};

/* The longest name of a service, longer than any. */
#define LONGEST 64

/* Whether whoever started this program, where it is one like su(1), left the libraries what they need to tell what they
 * know: no variable of the environment that hides it; and, since some say that there is nothing where they cannot ask,
 * some descriptors and memory. */
static int are_unhindered(void) {
    if (getenv("_SSS_LOOPS") || getenv("_NO_WINBINDD") || getenv("SYSTEMD_BYPASS_USERDB") ||
        getenv("SYSTEMD_ONLY_USERDB"))
        return 0;
    int numbers[16], count = 0;
    const int enough = (int)(sizeof numbers / sizeof numbers[0]);
    while (count < enough && (numbers[count] = open("/", O_PATH | O_CLOEXEC)) >= 0) count++;
    const int isEnough = count == enough;
    while (count > 0) close(numbers[--count]);
    /* So much is taken from the kernel. Volatile, or the compiler leaves both calls out. */
    void *volatile memory = malloc((size_t)40 << 20);
    if (!memory) return 0;
    free(memory);
    return isEnough;
}

/* Gets a service ready to be asked; 0 where that fails. */
static int load(const char *name, struct service *service) {
    static const char names[][16] = {"initgroups_dyn", "setgrent", "getgrent_r", "endgrent",
                                     "getgrgid_r"};
    void *const functions[] = {&service->initgroups_dyn, &service->setgrent, &service->getgrent_r,
                               &service->endgrent, &service->getgrgid_r};
    char text[LONGEST + 32];
    memset(service, 0, sizeof *service);
    service->is_compatible = !strcmp(name, "compat");
    service->is_file = service->is_compatible || !strcmp(name, "files");
    if (service->is_file) return 1;
    if (strlen(name) > LONGEST || !are_unhindered()) return 0;
    /* As the C library finds and names it. Once loaded it stays. */
    stpcpy(stpcpy(stpcpy(text, "libnss_"), name), ".so.2");
    const char *const file = text;
    void *library = dynamic_library_open(&file, 1, RTLD_LOCAL);
    if (!library) return 0;
    char *end = stpcpy(stpcpy(stpcpy(text, "_nss_"), name), "_");
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        stpcpy(end, names[i]);
        dynamic_library_find(library, text, functions[i]);
    }
    return 1;
}

/* Adds an id to those a service told. */
static enum nss_status add(struct host_groups *groups, gid_t id) {
    if (groups->count >= groups->size) {
        gid_t *larger = realloc(groups->ids, 2 * (size_t)groups->size * sizeof *larger);
        if (!larger) return NSS_STATUS_UNAVAIL;
        groups->ids = larger;
        groups->size *= 2;
    }
    groups->ids[groups->count++] = id;
    return NSS_STATUS_SUCCESS;
}

/* Looks at a group: whether it is what is looked for. */
static enum nss_status look_at(const struct group *record, struct search *search) {
    if (!search->user) {
        if (record->gr_gid != search->id) return NSS_STATUS_NOTFOUND;
        search->name = strdup(record->gr_name);
        return search->name ? NSS_STATUS_SUCCESS : NSS_STATUS_UNAVAIL;
    }
    for (char **member = record->gr_mem; member && *member; member++)
        if (!strcmp(*member, search->user)) return add(search->groups, record->gr_gid);
    return NSS_STATUS_NOTFOUND;
}

/* The next group; NSS_STATUS_NOTFOUND at the end. */
static enum nss_status next(struct service *service, struct group *record, char *buffer,
                            size_t size, int *error) {
    if (!service->is_file) return service->getgrent_r(record, buffer, size, error);
    struct group *found;
    *error = fgetgrent_r(service->file, record, buffer, size, &found);
    if (found) return NSS_STATUS_SUCCESS;
    /* To fgetgrent_r(3) a failure to read is the end of the file, or a line that is too long. */
    if (ferror(service->file)) return NSS_STATUS_UNAVAIL;
    return *error == ERANGE ? NSS_STATUS_TRYAGAIN : NSS_STATUS_NOTFOUND;
}

/* Looks at all groups of a service, or as far as is needed. */
static enum nss_status look_through(struct service *service, struct search *search, char *buffer,
                                    size_t size, int *error) {
    if (service->is_file) {
        if (!(service->file = fopen("/etc/group", "re"))) return NSS_STATUS_UNAVAIL;
    } else if (!service->getgrent_r ||
               (service->setgrent && service->setgrent(0) != NSS_STATUS_SUCCESS)) {
        return NSS_STATUS_UNAVAIL;
    }
    enum nss_status result = NSS_STATUS_NOTFOUND, status = NSS_STATUS_SUCCESS;
    /* Far more than a system has. */
    for (int left = 1 << 20; status == NSS_STATUS_SUCCESS; left--) {
        struct group record;
        status = left ? next(service, &record, buffer, size, error) : NSS_STATUS_UNAVAIL;
        if (status != NSS_STATUS_SUCCESS) break;
        /* Entries that send elsewhere are no groups. Whether the service there answers, nobody tells. */
        const char first = *record.gr_name;
        if (service->is_file && (first == '+' || first == '-')) {
            if (service->is_compatible && first == '+') status = NSS_STATUS_UNAVAIL;
            continue;
        }
        const enum nss_status found = look_at(&record, search);
        if (found == NSS_STATUS_UNAVAIL) status = found;
        if (found == NSS_STATUS_SUCCESS) result = found;
        /* It is found, and nothing else is looked for. */
        if (search->name) status = NSS_STATUS_NOTFOUND;
    }
    if (service->is_file)
        fclose(service->file);
    else if (service->endgrent)
        service->endgrent();
    return status == NSS_STATUS_NOTFOUND ? result : status;
}

/* Does a search that needs a buffer for the strings of a group. */
static enum nss_status do_search(struct service *service, struct search *search) {
    /* Tens of thousands of members fit in the end. */
    for (size_t size = (size_t)4 << 10; size <= (size_t)4 << 20; size *= 4) {
        char *buffer = malloc(size);
        if (!buffer) break;
        int error = 0;
        enum nss_status status;
        if (!search->user && service->getgrgid_r) {
            struct group record;
            status = service->getgrgid_r(search->id, &record, buffer, size, &error);
            if (status == NSS_STATUS_SUCCESS) status = look_at(&record, search);
        } else {
            status = look_through(service, search, buffer, size, &error);
        }
        free(buffer);
        if (status != NSS_STATUS_TRYAGAIN || error != ERANGE) return status;
    }
    return NSS_STATUS_UNAVAIL;
}

int host_add_groups(const char *name, const char *user, gid_t primary, long limit,
                    struct host_groups *groups) {
    struct service service;
    if (!load(name, &service)) return NSS_STATUS_UNAVAIL;
    if (!service.initgroups_dyn) {
        struct search search = {.user = user, .groups = groups};
        const enum nss_status status = do_search(&service, &search);
        if (groups->count >= limit) return NSS_STATUS_UNAVAIL;
        /* As the C library has it: only of /etc/group alone it tells whether anything was found there. */
        return status == NSS_STATUS_NOTFOUND && (!service.is_file || service.is_compatible)
                   ? NSS_STATUS_SUCCESS
                   : status;
    }
    int error = 0;
    const int status = service.initgroups_dyn(user, primary, &groups->count, &groups->size,
                                              &groups->ids, limit, &error);
    /* At the limit some may be left out. */
    if (groups->count >= limit) return NSS_STATUS_UNAVAIL;
    /* What systemd's says where systemd does not run, as in a container, and so nobody has groups for it. */
    const int isAbsent = status == NSS_STATUS_UNAVAIL && error == ESRCH && !strcmp(name, "systemd");
    return isAbsent ? NSS_STATUS_NOTFOUND : status;
}

int host_group_name(const char *name, gid_t id, char **found) {
    struct service service;
    struct search search = {.id = id};
    const int status = load(name, &service) ? do_search(&service, &search) : NSS_STATUS_UNAVAIL;
    *found = search.name;
    return status;
}

int host_sssd_answers(void) {
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/var/lib/sss/pipes/nss"};
    /* The length of this, "which version of the protocol", twice nothing, and the version that all of its libraries
     * have spoken. */
    const uint32_t question[] = {20, 1, 0, 0, 1};
    uint32_t answer[5];
    struct pollfd state = {.events = POLLIN};
    state.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (state.fd < 0) return 0;
    const int answers =
        !connect(state.fd, (const struct sockaddr *)&address, sizeof address) &&
        send(state.fd, question, sizeof question, MSG_NOSIGNAL) == (ssize_t)sizeof question &&
        poll(&state, 1, 5000) == 1 && recv(state.fd, answer, sizeof answer, 0) > 0;
    close(state.fd);
    return answers;
}
