// What one source's sequence numbers and arrival times tell: loss and jitter (RFC 3550 appendices A.1, A.3 and A.8).
#pragma once

#include <cstdint>

namespace hookswitch {

class Reception {
 public:
  /// `first` is the sequence number of the first packet.
  void start(uint16_t first);
  bool started() const { return started_; }

  /// False: a jump too wide to believe until a second packet follows it (appendix A.1).
  bool receive(uint16_t sequence);

  /// Appendix A.8; both in timestamp units. Not for packets whose timestamp is not their sampling time (RFC 4733 events).
  void arrived(uint32_t timestamp, uint32_t arrival);

  /// How often the count began again because the sender did.
  int restarts() const { return restarts_; }
  uint32_t extended_highest() const { return cycles_ + highest_; }
  /// Extended to 32 bits relative to the newest one.
  uint32_t extend(uint16_t sequence) const;
  int64_t expected() const { return started_ ? int64_t{extended_highest()} - base_ + 1 : 0; }
  int64_t received() const { return received_; }
  int64_t lost() const { return expected() - received_; }
  /// Of the interval since the call before, in 1/256 (appendix A.3); begins a new interval.
  uint8_t take_fraction_lost();
  uint32_t jitter() const { return static_cast<uint32_t>(jitter_q4_ >> 4); }

 private:
  static constexpr uint16_t kMaxDropout = 3000;
  static constexpr uint16_t kMaxMisorder = 100;
  /// Two seconds of the fastest clock (48 kHz), twelve of the slowest.
  static constexpr int64_t kJump = 96'000;

  bool started_ = false;
  uint16_t highest_ = 0;
  uint32_t cycles_ = 0;
  uint32_t base_ = 0;
  int restarts_ = 0;
  int32_t bad_ = -1;
  int64_t received_ = 0;
  int64_t expected_prior_ = 0;
  int64_t received_prior_ = 0;
  bool transit_known_ = false;
  uint32_t transit_ = 0;
  uint64_t jitter_q4_ = 0;
};

}  // namespace hookswitch
