// POSIX threads.
#include "engine/thread.h"

#include <csignal>
#include <cstring>
#include <utility>

namespace hookswitch {

bool Thread::start(const char* name, std::function<void()> run) {
  join();
  name_ = name;
  run_ = std::move(run);
  running_ = pthread_create(&thread_, nullptr, &Thread::enter, this) == 0;
  return running_;
}

void Thread::join() {
  if (!running_) return;
  pthread_join(thread_, nullptr);
  running_ = false;
}

void* Thread::enter(void* self) {
  auto* thread = static_cast<Thread*>(self);
  // Signals are Node's business.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  pthread_setname_np(pthread_self(), thread->name_.c_str());
  thread->run_();
  return nullptr;
}

std::string become_real_time(int priority) {
  sched_param parameters{};
  parameters.sched_priority = priority;
  const int failure = pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters);
  return failure == 0 ? std::string() : std::string(strerror(failure));
}

}  // namespace hookswitch
