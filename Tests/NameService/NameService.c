/*
 * Name services of the tests' own, for nsswitch.conf(5): `trial`, which knows users and the groups of a user; `list`,
 * which can only list all groups; and `sss` and `systemd`, in the place of sssd's and systemd's. The library is all four;
 * the C library looks for it as libnss_NAME.so.2.
 *
 * What a service knows is in /etc/nss-NAME.group and /etc/nss-NAME.passwd, which are as group(5) and passwd(5); a user
 * is also found by what is in the field for the real name. What it says is in /etc/nss-NAME:
 *
 *   up           what it knows
 *   slow N       the same, but N seconds later
 *   unavailable  that it cannot be reached
 *   absent       as systemd's where systemd does not run: the same with ESRCH of a user's groups, and of a
 *                group that there is nothing
 *   again        that it should be asked again
 *   denying      that there is nothing
 *   cramped      what it knows; or, where it may not open eight files more or take 8 MiB of memory, that there is
 *                nothing
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <nss.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *open_file(const char *service, const char *ending) {
    char path[64];
    snprintf(path, sizeof path, "/etc/nss-%s%s", service, ending);
    return fopen(path, "re");
}

static int has_room(void) {
    int numbers[8], count = 0;
    while (count < 8 && (numbers[count] = open("/", O_PATH | O_CLOEXEC)) >= 0) count++;
    int enough = count == 8;
    while (count > 0) close(numbers[--count]);
    void *volatile memory = malloc((size_t)8 << 20);
    enough = enough && memory;
    free(memory);
    return enough;
}

/* What it says to every question; NSS_STATUS_SUCCESS where it says what it knows. */
static enum nss_status mood(const char *service, int *code) {
    *code = 0;
    FILE *file = open_file(service, "");
    if (!file) return NSS_STATUS_UNAVAIL;
    char word[32] = "";
    int seconds = 0;
    int words = fscanf(file, "%31s %d", word, &seconds);
    fclose(file);
    if (words < 1) return NSS_STATUS_UNAVAIL;
    if (!strcmp(word, "slow")) sleep((unsigned)seconds);
    if (!strcmp(word, "up") || !strcmp(word, "slow")) return NSS_STATUS_SUCCESS;
    if (!strcmp(word, "cramped")) return has_room() ? NSS_STATUS_SUCCESS : NSS_STATUS_NOTFOUND;
    if (!strcmp(word, "absent")) *code = ESRCH;
    if (!strcmp(word, "denying")) return NSS_STATUS_NOTFOUND;
    return !strcmp(word, "again") ? NSS_STATUS_TRYAGAIN : NSS_STATUS_UNAVAIL;
}

static enum nss_status ended(int error, int *code) {
    *code = error;
    return error == ERANGE ? NSS_STATUS_TRYAGAIN : NSS_STATUS_NOTFOUND;
}

/* Looks for a group by id, or by name where that is not NULL. */
static enum nss_status find_group(const char *service, const char *name, gid_t id,
                                  struct group *record, char *buffer, size_t size, int *code) {
    enum nss_status status = mood(service, code);
    if (*code == ESRCH) return NSS_STATUS_NOTFOUND;
    FILE *file = status == NSS_STATUS_SUCCESS ? open_file(service, ".group") : NULL;
    if (!file) return status == NSS_STATUS_SUCCESS ? NSS_STATUS_UNAVAIL : status;
    struct group *found;
    int error;
    while (!(error = fgetgrent_r(file, record, buffer, size, &found)))
        if (name ? !strcmp(name, found->gr_name) : found->gr_gid == id) break;
    fclose(file);
    return error ? ended(error, code) : NSS_STATUS_SUCCESS;
}

/* Looks for a user by id, or by name where that is not NULL. */
static enum nss_status find_user(const char *service, const char *name, uid_t id,
                                 struct passwd *record, char *buffer, size_t size, int *code) {
    enum nss_status status = mood(service, code);
    FILE *file = status == NSS_STATUS_SUCCESS ? open_file(service, ".passwd") : NULL;
    if (!file) return status == NSS_STATUS_SUCCESS ? NSS_STATUS_UNAVAIL : status;
    struct passwd *found;
    int error;
    while (!(error = fgetpwent_r(file, record, buffer, size, &found)))
        if (name ? !strcmp(name, found->pw_name) || !strcmp(name, found->pw_gecos)
                 : found->pw_uid == id)
            break;
    fclose(file);
    return error ? ended(error, code) : NSS_STATUS_SUCCESS;
}

static int is_member(const struct group *group, const char *user) {
    for (char **member = group->gr_mem; *member; member++)
        if (!strcmp(*member, user)) return 1;
    return 0;
}

static enum nss_status groups_of(const char *service, const char *user, gid_t primary, long *start,
                                 long *size, gid_t **ids, long limit, int *code) {
    enum nss_status status = mood(service, code);
    FILE *file = status == NSS_STATUS_SUCCESS ? open_file(service, ".group") : NULL;
    if (!file) return status == NSS_STATUS_SUCCESS ? NSS_STATUS_UNAVAIL : status;
    status = NSS_STATUS_NOTFOUND;
    struct group *group;
    while ((group = fgetgrent(file))) {
        if (group->gr_gid == primary || !is_member(group, user)) continue;
        if (limit > 0 && *start >= limit) break;
        if (*start >= *size) {
            gid_t *larger = realloc(*ids, 2 * (size_t)*size * sizeof **ids);
            if (!larger) {
                *code = ENOMEM;
                status = NSS_STATUS_TRYAGAIN;
                break;
            }
            *ids = larger;
            *size *= 2;
        }
        (*ids)[(*start)++] = group->gr_gid;
        status = NSS_STATUS_SUCCESS;
    }
    fclose(file);
    return status;
}

#define GROUPS_BY_ID(service)                                                                      \
    enum nss_status _nss_##service##_getgrgid_r(gid_t id, struct group *record, char *buffer,      \
                                                size_t size, int *code) {                          \
        return find_group(#service, NULL, id, record, buffer, size, code);                         \
    }                                                                                              \
    enum nss_status _nss_##service##_getgrnam_r(const char *name, struct group *record,            \
                                                char *buffer, size_t size, int *code) {            \
        return find_group(#service, name, 0, record, buffer, size, code);                          \
    }                                                                                              \
    enum nss_status _nss_##service##_initgroups_dyn(const char *user, gid_t primary, long *start,  \
                                                    long *size, gid_t **ids, long limit,           \
                                                    int *code) {                                   \
        return groups_of(#service, user, primary, start, size, ids, limit, code);                  \
    }

GROUPS_BY_ID(trial)
GROUPS_BY_ID(sss)
GROUPS_BY_ID(systemd)

enum nss_status _nss_trial_getpwnam_r(const char *name, struct passwd *record, char *buffer,
                                      size_t size, int *code) {
    return find_user("trial", name, 0, record, buffer, size, code);
}

enum nss_status _nss_trial_getpwuid_r(uid_t id, struct passwd *record, char *buffer, size_t size,
                                      int *code) {
    return find_user("trial", NULL, id, record, buffer, size, code);
}

static FILE *list;

enum nss_status _nss_list_setgrent(int stay_open) {
    (void)stay_open;
    int code;
    enum nss_status status = mood("list", &code);
    if (status != NSS_STATUS_SUCCESS) return status;
    list = open_file("list", ".group");
    return list ? NSS_STATUS_SUCCESS : NSS_STATUS_UNAVAIL;
}

enum nss_status _nss_list_getgrent_r(struct group *record, char *buffer, size_t size, int *code) {
    struct group *found;
    long place = ftell(list);
    int error = fgetgrent_r(list, record, buffer, size, &found);
    if (!error) return NSS_STATUS_SUCCESS;
    if (error == ERANGE) fseek(list, place, SEEK_SET);
    return ended(error, code);
}

enum nss_status _nss_list_endgrent(void) {
    if (list) fclose(list);
    list = NULL;
    return NSS_STATUS_SUCCESS;
}
