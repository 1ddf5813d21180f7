// The clocks of the core.
#pragma once

#include <cstdint>
#include <ctime>

#include "rtcp/rtcp_session.h"

namespace hookswitch {

inline int64_t read_clock_ns(clockid_t id) {
  timespec time{};
  clock_gettime(id, &time);
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

inline int64_t monotonic_us() { return read_clock_ns(CLOCK_MONOTONIC) / 1000; }

/// Calendar time that never steps: RTCP wants spans between its reports, and a phone without a battery clock may wake in 1970.
class SteadyCalendar {
 public:
  SteadyCalendar() : offset_ns_(read_clock_ns(CLOCK_REALTIME) - read_clock_ns(CLOCK_MONOTONIC)) {}
  RtcpNow at(int64_t monotonic_us) const { return {monotonic_us, monotonic_us * 1000 + offset_ns_}; }

 private:
  int64_t offset_ns_;
};

}  // namespace hookswitch
