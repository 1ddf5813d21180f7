// Tests that measure a clock run before everything else on the machine while they live, where the system allows it: how busy it is says
// nothing about the core.
#pragma once

#include <pthread.h>
#include <sched.h>

namespace hookswitch::test {

class RealTime {
 public:
  RealTime() {
    const sched_param high{.sched_priority = 30};
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &high);
  }
  ~RealTime() {
    const sched_param ordinary{};
    pthread_setschedparam(pthread_self(), SCHED_OTHER, &ordinary);
  }
  RealTime(const RealTime&) = delete;
  RealTime& operator=(const RealTime&) = delete;
};

}  // namespace hookswitch::test
