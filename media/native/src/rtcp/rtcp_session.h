// RTCP of a point-to-point session: when reports go out, what is in them, and what the other side's tell (RFC 3550 §6).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "quality/voice_quality.h"
#include "rtcp/reception.h"
#include "rtcp/rtcp_packet.h"
#include "rtcp/rtcp_timing.h"
#include "rtp/receive_stream.h"
#include "rtp/send_stream.h"

namespace hookswitch {

/// Time as RTCP needs it: one clock for spans, one for the calendar.
struct RtcpNow {
  int64_t monotonic_us = 0;
  int64_t unix_ns = 0;
};

class RtcpSession {
 public:
  RtcpSession(std::string canonical_name, uint64_t random_seed);

  /// Between two reports; 0: as the standard has it. The newly wished time holds from now on.
  void wish_interval(int64_t interval_ms);
  /// We go on under another SSRC: what comes back from the former is nobody's.
  void leave_source(uint32_t former) { former_ = former; }

  /// Whether `tick` will give one.
  bool due(int64_t now_us) const { return due_us_ >= 0 && now_us >= due_us_; }
  /// The compound that is due, or nothing. `metrics`: to be told with it.
  std::span<const uint8_t> tick(const RtcpNow& now, const SendStream& sent, ReceiveStream& received,
                                const std::optional<VoipMetrics>& metrics = {});
  /// The last one.
  std::span<const uint8_t> goodbye(const RtcpNow& now, const SendStream& sent, ReceiveStream& received,
                                   const std::optional<VoipMetrics>& metrics = {});

  struct Result {
    bool refused = false;
    /// It comes from our own SSRC: from somebody who has it too, or from ourselves (RFC 3550 §8.2). Nothing of it is believed.
    bool ours = false;
    bool left = false;
    uint32_t left_ssrc = 0;
    GoodbyeReason reason;
  };
  Result receive(std::span<const uint8_t> datagram, const RtcpNow& now, uint32_t local_ssrc);

  std::optional<int> round_trip_ms() const { return round_trip_ms_; }
  std::optional<double> remote_loss_fraction() const { return remote_loss_; }
  /// As we last told.
  std::optional<double> loss_fraction() const { return loss_; }
  /// As the other side last told.
  const VoiceQuality& remote_quality() const { return remote_quality_; }

 private:
  std::span<const uint8_t> build(const RtcpNow& now, const SendStream& sent, ReceiveStream& received,
                                 const std::optional<VoipMetrics>& metrics, bool goodbye);
  void schedule(int64_t now_us, const SendStream& sent);
  double random();

  std::string canonical_name_;
  uint64_t random_state_;
  RtcpLoad load_;
  std::optional<uint32_t> former_;
  int64_t due_us_ = -1;
  int64_t packets_at_report_ = 0;
  int64_t packets_before_ = 0;
  uint32_t last_sr_ = 0;
  int64_t last_sr_us_ = 0;
  uint32_t last_sr_ssrc_ = 0;
  std::optional<int> round_trip_ms_;
  std::optional<double> remote_loss_;
  std::optional<double> loss_;
  VoiceQuality remote_quality_;
  std::array<uint8_t, 512> datagram_{};
};

}  // namespace hookswitch
