// A thread with a name and, where permitted, a real-time priority.
#pragma once

#include <pthread.h>

#include <functional>
#include <string>

namespace hookswitch {

class Thread {
 public:
  Thread() = default;
  ~Thread() { join(); }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  /// False: the system gave no thread.
  bool start(const char* name, std::function<void()> run);
  void join();

 private:
  static void* enter(void* self);

  std::function<void()> run_;
  std::string name_;
  pthread_t thread_{};
  bool running_ = false;
};

/// Asks SCHED_FIFO for the calling thread. Empty: granted; else the reason.
std::string become_real_time(int priority);

}  // namespace hookswitch
