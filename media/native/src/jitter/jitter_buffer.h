// Turns packets that come when they come into a steady stream, 10 ms a pull. The delay follows the network: it is moved where
// nothing is heard (gaps) or by time stretching. Gaps of lost packets and of silence are the same to it: time goes on.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dsp/concealment.h"
#include "dsp/time_stretch.h"
#include "jitter/decoder_bank.h"
#include "jitter/delay_estimator.h"
#include "jitter/packet_store.h"

namespace hookswitch {

struct JitterStatistics {
  /// Came too late, or far too early to be kept.
  int64_t late = 0;
  int64_t overflowed = 0;
  int64_t concealed_ms = 0;
  /// Lost, and found again in the redundancy of the packet after.
  int64_t recovered_ms = 0;
  int64_t comfort_noise_ms = 0;
  int64_t highest_delay_ms = 0;
  int64_t stretched = 0;
  int64_t resyncs = 0;
};

class JitterBuffer {
 public:
  explicit JitterBuffer(int core_rate);

  /// Begins again.
  void configure(const DelaySettings& settings);

  /// From `now_us` on the packet can be pulled. `clock_rate` is the payload type's; another one than before starts the buffer again.
  /// False: it is of no use.
  bool insert(uint32_t timestamp, uint8_t payload_type, std::span<const uint8_t> payload, int clock_rate, int64_t now_us);

  /// Fills `out` with 10 ms; silence while nothing has come. False: there is nothing to be heard.
  bool pull(DecoderBank& decoders, int64_t now_us, std::span<int16_t> out);

  /// For another source (SSRC) or a new set of codecs: forgets the packets and the delays, keeps the counts.
  void reset();

  /// From the tick that the fastest packets came for until they are played.
  int delay_ms() const { return delay_ms_; }
  int target_ms() const { return estimator_.target_ms(); }
  /// What it may grow to.
  int limit_ms() const { return estimator_.settings().maximum_ms; }
  /// Of the newest packet that was decoded; 0 before the first.
  double packet_ms() const { return clock_rate_ == 0 ? 0 : packet_units_ * 1000.0 / clock_rate_; }
  const JitterStatistics& statistics() const { return statistics_; }

 private:
  int64_t media_us(uint32_t timestamp);
  uint32_t units(int64_t us) const { return static_cast<uint32_t>(us * clock_rate_ / 1'000'000); }
  int64_t us(int64_t units) const { return units * 1'000'000 / clock_rate_; }
  int64_t playout_delay_us(int64_t now_us);
  void anchor(uint32_t timestamp);
  void fetch(DecoderBank& decoders, int64_t now_us);
  bool recover(DecoderBank& decoders);
  void bridge(DecoderBank& decoders, int64_t now_us);
  void substitute(DecoderBank& decoders);
  size_t change_length(int64_t off_us);
  bool decode_front(DecoderBank& decoders);
  void stretch(DecoderBank& decoders, int64_t now_us);

  int core_rate_;
  size_t tick_;
  int clock_rate_ = 0;
  PacketStore store_;
  DelayEstimator estimator_;
  Concealment concealment_;
  TimeStretch time_stretch_;
  JitterStatistics statistics_;

  bool anchored_ = false;
  /// Timestamp of the sample after the last one in `ready_`.
  uint32_t next_ = 0;
  /// Length of the newest decoded packet in timestamp units.
  uint32_t packet_units_ = 0;
  /// Extends timestamps to 64 bits.
  uint32_t newest_ = 0;
  int64_t newest_extended_ = 0;
  /// Decoded or concealed, not yet pulled.
  std::vector<int16_t> ready_;
  std::vector<int16_t> stretched_;
  int64_t since_good_ms_ = 0;
  /// What is played is the comfort noise of a pause that was announced.
  bool paused_ = false;
  int64_t since_stretch_ms_ = 0;
  int late_in_a_row_ = 0;
  int delay_ms_ = 0;
};

}  // namespace hookswitch
