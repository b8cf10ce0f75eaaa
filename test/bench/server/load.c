/*
 * Many HTTPS clients in one small process: a thread each, blocking, OpenSSL. Node as a client would be slower than the
 * servers that are measured, and so would OpenSSL be where it decrypts every byte: what follows the head of a reply is
 * counted record by record, by their lengths, and dropped in the kernel. The first download of a run is decrypted to
 * its end.
 *
 *   load PORT PATH CLIENTS TLS(1.2|1.3) MILLISECONDS [RATE] [resume|fresh] [GRACE]
 *
 * Each client downloads the path again and again, each time over a connection of its own, until the time is over; what
 * is under way is finished. RATE: bytes a second that each client reads, 1 KiB at a time with a receive buffer of a
 * board's; 0 is as fast as it goes. `resume`: a client offers the session of its last connection.
 * Prints one line of JSON, the processor time of all clients in it; what is not done GRACE milliseconds (10,000 where
 * left out) after the time counts as failed.
 * With RATE it prints `READ <bytes>` on the way: what client 0 has read of its body.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 400000, BOARD_WINDOW = 5760, BOARD_READ = 1024, WAIT_SECONDS = 60 };
/* What a record has besides its head and what it carries, with AES-GCM (RFC 5288, 3; RFC 8446, 5.2). */
enum { DATA = 23, RECORD_HEAD = 5, ADDS_12 = 24, ADDS_13 = 17 };

static int port;
static const char *path;
static double until;
static long rate;
static int resumes;
static SSL_CTX *context;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double *times;
static long done, failed, resumed;
static double bytes;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void pause_until(double when) {
  double left = when - now();
  if (left > 0) usleep((useconds_t)(left * 1e6));
}

static int open_socket(void) {
  int s = socket(AF_INET, SOCK_STREAM, 0), one = 1, window = BOARD_WINDOW / 2;
  struct timeval wait = {WAIT_SECONDS, 0};
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  if (rate > 0) setsockopt(s, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(s, (struct sockaddr *)&to, sizeof to) == 0) return s;
  close(s);
  return -1;
}

/* The length that the head tells, and where the body begins; 0 while the head is not whole. */
static long head_end(const char *text, long *length) {
  const char *end = strstr(text, "\r\n\r\n");
  if (end == NULL) return 0;
  const char *field = strcasestr(text, "content-length:");
  *length = field != NULL && field < end && strstr(text, " 200 ") != NULL ? atol(field + 15) : -1;
  return end + 4 - text;
}

/* Takes so many bytes off the socket; where into is NULL, they are not even copied. */
static int take(int s, unsigned char *into, long bytes) {
  while (bytes > 0) {
    long got = recv(s, into, (size_t)bytes, MSG_WAITALL | (into == NULL ? MSG_TRUNC : 0));
    if (got <= 0) return 0;
    bytes -= got;
    if (into != NULL) into += got;
  }
  return 1;
}

/* Counts what is left of a body without decrypting it; -1 where the connection ends or says something else. */
static long skim(int s, long left, int adds) {
  long body = 0;
  while (body < left) {
    unsigned char head[RECORD_HEAD];
    if (!take(s, head, sizeof head) || head[0] != DATA) return -1;
    long length = head[3] << 8 | head[4];
    if (!take(s, NULL, length)) return -1;
    body += length - adds;
  }
  return body;
}

/* Bytes of the body, or -1 where anything went wrong. `whole`: every byte is decrypted. */
static long download(SSL_SESSION **session, int tells, int whole) {
  int s = open_socket();
  if (s < 0) return -1;
  SSL *ssl = SSL_new(context);
  SSL_set_fd(ssl, s);
  if (resumes && *session != NULL) SSL_set_session(ssl, *session);
  long body = -1, length = -1, got = 0;
  size_t want = rate > 0 ? BOARD_READ : 65536;
  char *buffer = malloc(65537), ask[512];
  double next = now(), told = 0;
  if (SSL_connect(ssl) == 1) {
    int n = snprintf(ask, sizeof ask, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path);
    SSL_write(ssl, ask, n);
    char head[8192];
    long headed = 0, start = 0;
    while ((n = SSL_read(ssl, buffer, (int)want)) > 0) {
      if (start == 0) {
        long part = n < (long)sizeof head - 1 - headed ? n : (long)sizeof head - 1 - headed;
        memcpy(head + headed, buffer, (size_t)part);
        headed += part;
        head[headed] = 0;
        start = head_end(head, &length);
        if (start > 0 && length < 0) break;
      }
      got += n;
      if (!whole && start > 0 && got < start + length && SSL_pending(ssl) == 0) {
        long rest = skim(s, start + length - got, SSL_version(ssl) == TLS1_3_VERSION ? ADDS_13 : ADDS_12);
        if (rest < 0) break;
        got += rest;
      }
      if (rate > 0) {
        if (tells && now() - told > 0.1) {
          told = now();
          printf("READ %ld\n", got > start ? got - start : 0);
          fflush(stdout);
        }
        next += (double)n / (double)rate;
        pause_until(next);
        if (now() > until) break; /* Slow readers stop where they are. */
      }
      if (start > 0 && got >= start + length) break;
    }
    if (start > 0 && (got == start + length || rate > 0)) body = got - start;
    if (SSL_session_reused(ssl)) __sync_fetch_and_add(&resumed, 1);
    if (resumes) {
      if (*session != NULL) SSL_SESSION_free(*session);
      *session = SSL_get1_session(ssl);
    }
  }
  free(buffer);
  /* Freed without a word to the server, which a client of a shell script would not say either. */
  SSL_set_quiet_shutdown(ssl, 1);
  SSL_shutdown(ssl);
  SSL_free(ssl);
  close(s);
  return body;
}

static void *client(void *which) {
  SSL_SESSION *session = NULL;
  int whole = (long)which == 0;
  do {
    double from = now();
    long got = download(&session, (long)which == 0, whole || rate > 0);
    whole = 0;
    double took = now() - from;
    pthread_mutex_lock(&lock);
    if (got < 0) failed += 1;
    else if (done < MOST) {
      times[done++] = took;
      bytes += (double)got;
    }
    pthread_mutex_unlock(&lock);
    if (got < 0) usleep(20000);
  } while (now() < until);
  return NULL;
}

static int in_order(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **words) {
  if (count < 6) return 2;
  signal(SIGPIPE, SIG_IGN);
  port = atoi(words[1]);
  path = words[2];
  long clients = atol(words[3]);
  int version = strcmp(words[4], "1.2") == 0 ? TLS1_2_VERSION : TLS1_3_VERSION;
  until = now() + atol(words[5]) / 1000.0;
  rate = count > 6 ? atol(words[6]) : 0;
  resumes = count > 7 && strcmp(words[7], "resume") == 0;
  context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(context, version);
  SSL_CTX_set_max_proto_version(context, version);
  SSL_CTX_set1_groups_list(context, "P-256");
  SSL_CTX_set_cipher_list(context, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256");
  SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
  times = calloc(MOST, sizeof *times);
  pthread_t *threads = calloc((size_t)clients, sizeof *threads);
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 256 * 1024);
  double from = now();
  for (long at = 0; at < clients; at += 1) pthread_create(&threads[at], &small, client, (void *)at);
  double grace = count > 8 ? atol(words[8]) / 1000.0 : 10;
  struct timespec end;
  clock_gettime(CLOCK_REALTIME, &end);
  double last = end.tv_sec + end.tv_nsec / 1e9 + (until - now()) + grace;
  end.tv_sec = (time_t)last;
  end.tv_nsec = (long)((last - (double)end.tv_sec) * 1e9);
  long late = 0;
  for (long at = 0; at < clients; at += 1) late += pthread_timedjoin_np(threads[at], NULL, &end) != 0;
  pthread_mutex_lock(&lock);
  failed += late;
  double took = now() - from;
  qsort(times, (size_t)done, sizeof *times, in_order);
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  double p50 = done > 0 ? times[done / 2] : 0, p99 = done > 0 ? times[(done * 99) / 100] : 0;
  printf("{\"seconds\":%.4f,\"bytes\":%.0f,\"requests\":%ld,\"failed\":%ld,\"resumed\":%ld,\"p50Ms\":%.2f,\"p99Ms\":%.2f,"
         "\"clientSeconds\":%.4f}\n",
         took, bytes, done, failed, resumed, p50 * 1e3, p99 * 1e3, cpu);
  fflush(stdout);
  _exit(0);
}
