// Keeps a thread at real-time priority from taking a processor for ever. A device without a clock, a tick that takes longer than
// its period or a flood of packets would make it run without ever waiting, and nothing else could run: no shell, no supervisor.
#pragma once

#include <cstdint>
#include <ctime>

#include "engine/clock.h"

namespace hookswitch {

class Breather {
 public:
  struct Limits {
    /// Processor time without a wait.
    int64_t busy_us;
    int64_t rest_us;
  };

  explicit Breather(Limits limits) : limits_(limits) {}

  /// After each wait, with how long it took. `worked_us` tells the thread's processor time so far (a process that was stopped has not
  /// worked meanwhile); it costs a call of the kernel, and is asked only where a wait was none. How long to rest; 0 nearly always.
  template <typename WorkedUs>
  int64_t rest_us(int64_t waited_us, WorkedUs worked_us) {
    if (waited_us >= kWaitedUs) {
      began_us_ = kWaited;
      return 0;
    }
    const int64_t worked = worked_us();
    if (began_us_ == kWaited) began_us_ = worked;
    if (worked - began_us_ < limits_.busy_us) return 0;
    began_us_ = worked;
    return limits_.rest_us;
  }

 private:
  /// A wait that was over at once is shorter.
  static constexpr int64_t kWaitedUs = 50;
  static constexpr int64_t kWaited = -1;

  Limits limits_;
  /// Processor time at the first wait that was none since the last true one, or at the last rest.
  int64_t began_us_ = kWaited;
};

/// How a thread's time passes and how it rests; another one in tests.
class ThreadTime {
 public:
  virtual ~ThreadTime() = default;
  virtual int64_t now_us() { return monotonic_us(); }
  /// Of the calling thread.
  virtual int64_t worked_us() { return read_clock_ns(CLOCK_THREAD_CPUTIME_ID) / 1000; }
  virtual void rest(int64_t us) {
    const timespec pause{static_cast<time_t>(us / 1'000'000), static_cast<long>(us % 1'000'000 * 1000)};
    nanosleep(&pause, nullptr);
  }
  static ThreadTime& real() {
    static ThreadTime time;
    return time;
  }
};

/// Waits by `wait`, and rests where that was no wait.
template <typename Wait>
void wait_and_breathe(Breather& breather, ThreadTime& time, Wait wait) {
  const int64_t began_us = time.now_us();
  wait();
  const int64_t us = breather.rest_us(time.now_us() - began_us, [&] { return time.worked_us(); });
  if (us > 0) time.rest(us);
}

}  // namespace hookswitch
