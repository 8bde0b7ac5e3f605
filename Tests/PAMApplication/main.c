/*
 * A PAM application that does what its standard input says, and says what libpam did: the process
 * the module is tested in. In C, so that there is no Swift runtime in it but what the module
 * brings, as in sshd.
 *
 *   pam-application SERVICE CONFDIR
 *
 * One command a line; bytes are hexadecimal, `-` is none of them.
 *
 *   start USER             pam_start_confdir(3)
 *   start-deaf USER        the same without a conversation function
 *   end                    pam_end(3)
 *   rhost TEXT             sets PAM_RHOST
 *   ruser TEXT             sets PAM_RUSER
 *   session USER-ID        begins a session of the kernel's audit, as pam_loginuid(8) does
 *   environment NAME=VALUE pam_putenv(3)
 *   style NAME             how questions are answered from here on; see below
 *   password BYTES         the password that styles answer with
 *   answer BYTES           queues an answer to a prompt
 *   answer-nothing         queues a conversation that succeeds and leaves the answers NULL
 *   answer-no-text         queues an answer whose text is NULL
 *   answer-failure CODE    queues a conversation that fails with a code
 *   authenticate FLAGS     pam_authenticate(3), and so setcred and account
 *   open PATH              dlopen(3) of a library for itself, as a module or a plug-in of it would
 *   remove PATH            unlink(2)
 *   resources              prints open descriptors, heap in use and resident memory
 *   state                  prints what a module must not change of a process
 *
 * The styles are those of applications that were seen:
 *
 *   queue      the answers that were queued, in their order; a question too many fails. The first style.
 *   user-name  the user name to an echoed question, the password to a hidden one: IMAP and FTP servers
 *   password   the password to every question: curl, paramiko and others that ask nobody
 *   failing    PAM_CONV_ERR at an echoed question, the password to a hidden one: sshd's method "password"
 *   crashing   SIGSEGV at an echoed question, the password to a hidden one: saslauthd
 *
 * No style fails at a message that asks nothing. "failing" answers it with an empty text, as sshd does, the
 * others with none.
 */
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <syslog.h>
#include <unistd.h>

#include <security/pam_appl.h>

#include "process_state.h"

/* Not before Linux-PAM 1.5.3 in the header, but in the library long before. */
int pam_start_confdir(const char *service, const char *user, const struct pam_conv *conversation,
                      const char *directory, pam_handle_t **handle);

enum kind { TEXT, NOTHING, NO_TEXT, FAILURE };

struct answer {
    enum kind kind;
    char *text;
    int code;
    struct answer *next;
};

static struct answer *first_answer, *last_answer;

enum style { QUEUE, USER_NAME, PASSWORD, FAILING, CRASHING };

static const char *const style_names[] = {"queue", "user-name", "password", "failing", "crashing"};

static enum style style = QUEUE;
static char *user_name, *password;

static void print_bytes(const char *text) {
    if (!text || !*text) putchar('-');
    for (; text && *text; text++) printf("%02x", (unsigned char)*text);
    putchar('\n');
}

static char *read_bytes(const char *hex) {
    size_t length = *hex == '-' ? 0 : strlen(hex) / 2;
    char *text = calloc(length + 1, 1);
    for (size_t i = 0; text && i < length; i++) {
        unsigned value = 0;
        sscanf(hex + 2 * i, "%2x", &value);
        text[i] = (char)value;
    }
    return text;
}

static void queue(enum kind kind, const char *hex, int code) {
    struct answer *answer = calloc(1, sizeof *answer);
    if (!answer) exit(3);
    answer->kind = kind;
    answer->text = hex ? read_bytes(hex) : NULL;
    answer->code = code;
    if (last_answer) last_answer->next = answer;
    else first_answer = answer;
    last_answer = answer;
}

static void choose_style(const char *name) {
    for (size_t i = 0; i < sizeof style_names / sizeof *style_names; i++) {
        if (strcmp(name, style_names[i])) continue;
        style = (enum style)i;
        return;
    }
    exit(2);
}

static void remember(char **variable, char *text) {
    if (!text) exit(3);
    free(*variable);
    *variable = text;
}

/* Ends the process as a fault of its own would, with all it has said, and without a core. */
static void crash(void) {
    fflush(stdout);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

/* A copy of a text for libpam, which frees it. */
static int copy(const char *text, char **answer) {
    *answer = strdup(text ? text : "");
    return *answer ? PAM_SUCCESS : PAM_BUF_ERR;
}

/* Hands out the next answer, or fails where the script has none. */
static int answer_from_queue(char **text) {
    struct answer *answer = first_answer;
    if (!answer) return PAM_CONV_ERR;
    first_answer = answer->next;
    if (!first_answer) last_answer = NULL;
    int code = answer->kind == FAILURE ? answer->code : PAM_SUCCESS;
    int has_array = answer->kind == TEXT || answer->kind == NO_TEXT;
    *text = answer->text;
    free(answer);
    return has_array ? code : code == PAM_SUCCESS ? -1 : code;
}

static int answer_prompt(int is_echoed, char **text) {
    switch (style) {
    case QUEUE: return answer_from_queue(text);
    case USER_NAME: return copy(is_echoed ? user_name : password, text);
    case PASSWORD: return copy(password, text);
    case FAILING: return is_echoed ? PAM_CONV_ERR : copy(password, text);
    case CRASHING:
        if (is_echoed) crash();
        return copy(password, text);
    }
    return PAM_CONV_ERR;
}

static int answer_message(int kind, char **text) {
    switch (kind) {
    case PAM_PROMPT_ECHO_ON: return answer_prompt(1, text);
    case PAM_PROMPT_ECHO_OFF: return answer_prompt(0, text);
    case PAM_ERROR_MSG:
    case PAM_TEXT_INFO: return style == FAILING ? copy("", text) : PAM_SUCCESS;
    default: return style == QUEUE ? PAM_SUCCESS : PAM_CONV_ERR;
    }
}

static int converse(int count, const struct pam_message **messages, struct pam_response **responses,
                    void *unused) {
    (void)unused;
    *responses = NULL;
    struct pam_response *array = calloc((size_t)count, sizeof *array);
    if (!array) return PAM_BUF_ERR;
    for (int i = 0; i < count; i++) {
        printf("message %d ", messages[i]->msg_style);
        print_bytes(messages[i]->msg);
        int code = answer_message(messages[i]->msg_style, &array[i].resp);
        if (code != PAM_SUCCESS) {
            for (int given = 0; given < i; given++) free(array[given].resp);
            free(array);
            return code == -1 ? PAM_SUCCESS : code;
        }
    }
    *responses = array;
    return PAM_SUCCESS;
}

/* Instead of the wait that pam_fail_delay(3) asks for. */
static void note_delay(int result, unsigned microseconds, void *unused) {
    (void)unused;
    if (result != PAM_SUCCESS) printf("delay %u\n", microseconds);
}

static void print_resources(void) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file || fscanf(file, "%ld %ld", &pages, &resident) != 2) exit(3);
    fclose(file);
    printf("resources %d %zu %ld\n", count_descriptors(), mallinfo2().uordblks,
           resident * sysconf(_SC_PAGESIZE));
}

static void begin_session(const char *user) {
    FILE *file = fopen("/proc/self/loginuid", "we");
    if (!file || fputs(user, file) < 0 || fclose(file)) exit(3);
}

static pam_handle_t *start(const char *service, const char *directory, const char *user, int deaf) {
    pam_handle_t *handle = NULL;
    struct pam_conv conversation = {deaf ? NULL : converse, NULL};
    int code = pam_start_confdir(service, user, &conversation, directory, &handle);
    remember(&user_name, strdup(user));
    if (code == PAM_SUCCESS) pam_set_item(handle, PAM_FAIL_DELAY, (const void *)note_delay);
    printf("start %d\n", code);
    return handle;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    openlog("pam-application", LOG_NDELAY, LOG_AUTHPRIV);
    set_unusual_state();

    pam_handle_t *handle = NULL;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        char *value = strchr(line, ' ');
        if (value) *value++ = 0;
        else value = "";
        int number = atoi(value);
        if (!strcmp(line, "start")) handle = start(words[1], words[2], value, 0);
        else if (!strcmp(line, "start-deaf")) handle = start(words[1], words[2], value, 1);
        else if (!strcmp(line, "end")) printf("end %d\n", pam_end(handle, PAM_SUCCESS));
        else if (!strcmp(line, "rhost")) pam_set_item(handle, PAM_RHOST, value);
        else if (!strcmp(line, "ruser")) pam_set_item(handle, PAM_RUSER, value);
        else if (!strcmp(line, "session")) begin_session(value);
        else if (!strcmp(line, "environment")) pam_putenv(handle, value);
        else if (!strcmp(line, "style")) choose_style(value);
        else if (!strcmp(line, "password")) remember(&password, read_bytes(value));
        else if (!strcmp(line, "answer")) queue(TEXT, value, 0);
        else if (!strcmp(line, "answer-nothing")) queue(NOTHING, NULL, 0);
        else if (!strcmp(line, "answer-no-text")) queue(NO_TEXT, NULL, 0);
        else if (!strcmp(line, "answer-failure")) queue(FAILURE, NULL, number);
        else if (!strcmp(line, "authenticate"))
            printf("authenticate %d\n", pam_authenticate(handle, number));
        else if (!strcmp(line, "setcred")) printf("setcred %d\n", pam_setcred(handle, number));
        else if (!strcmp(line, "account")) printf("account %d\n", pam_acct_mgmt(handle, number));
        else if (!strcmp(line, "open")) {
            if (!dlopen(value, RTLD_NOW | RTLD_LOCAL)) return 3;
        } else if (!strcmp(line, "remove")) {
            if (unlink(value) != 0) return 3;
        } else if (!strcmp(line, "resources")) print_resources();
        else if (!strcmp(line, "state")) print_state();
        else return 2;
        fflush(stdout);
    }
    free(line);
    return 0;
}
