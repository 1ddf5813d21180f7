// One RTP session as the media thread drives it: packets out and in, reports, and what is told about them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/clock.h"
#include "engine/event.h"
#include "engine/session_port.h"
#include "mixer/voice.h"
#include "quality/burst_gap.h"
#include "quality/speech_level.h"
#include "quality/voice_quality.h"
#include "rtcp/rtcp_session.h"
#include "rtp/receive_stream.h"
#include "rtp/send_stream.h"
#include "srtp/send_security.h"
#include "tone/digit_detector.h"
#include "tone/hold_music.h"
#include "tone/in_band_digits.h"

namespace hookswitch {

/// Everything of one `configureSession`, made where allocation is allowed.
struct SessionSetup {
  /// The other side as it is negotiated, and the ways there.
  Endpoint remote;
  MediaPath rtp;
  MediaPath rtcp;
  /// RTCP goes on RTP's way (RFC 5761).
  bool multiplexed = false;
  /// Packets go where the other side's come from (RFC 4961).
  bool symmetric = false;
  /// From whatever address they come; else from the negotiated one.
  bool roams = false;
  bool sends = false;
  bool receives = false;
  SendFormat send;
  ReceiveFormat receive;
  SendSetup security;
  /// RTCP XR with each report (RFC 3611).
  bool extended_reports = false;
  /// Between two reports; 0: as RFC 3550 has it.
  int64_t report_interval_ms = 0;
};

class Session {
 public:
  Session(uint32_t id, std::string canonical_name, int core_rate);

  // By the thread that opens; `port` then belongs to both network threads as it says.
  void wait_for_packets(const DelaySettings& settings) { received_.wait_for_packets(settings); }
  SessionPort port;
  /// A listener to a multicast group: anybody may speak, and a talk is over after this time of silence.
  void listen_to_group(int64_t over_us);
  uint32_t id() const { return id_; }
  uint32_t ssrc() const { return ssrc_.load(std::memory_order_relaxed); }

  // By the media thread.
  /// What is no longer needed is in `setup` afterwards: not to be freed here.
  void configure(SessionSetup& setup);
  void connect(bool heard) { heard_ = heard; }
  bool heard() const { return heard_; }
  Voice& voice() { return voice_; }
  /// RFC 4733 where the other side takes it, else as sound.
  void start_digit(uint8_t event, uint8_t volume);
  void stop_digit();

  /// What has come since the tick before.
  void receive(int64_t now_us, EventSink& events);
  /// 10 ms of the microphone, or of silence.
  void send(std::span<const int16_t> pcm);
  /// 10 ms of the other side, into its voice.
  void pull(int64_t now_us, EventSink& events);
  void play_music(bool on) { music_.play(on); }
  /// 10 ms of what the other side hears while we do not talk to it.
  std::span<const int16_t> aside(std::span<const int16_t> music) { return music_.tick(music); }
  /// Reports and watches, after the sound is done.
  void report(int64_t now_us, EventSink& events);
  void leave(int64_t now_us, EventSink& events);
  SessionStatistics statistics() const;

 private:
  void receive_rtp(const Datagram& datagram, int64_t now_us, EventSink& events);
  void receive_rtcp(const Datagram& datagram, EventSink& events);
  void watch(int64_t now_us, EventSink& events);
  void emit_finished(const FinishedEvent& finished, EventSink& events) const;
  void emit_quality(bool final, EventSink& events) const;
  VoiceQuality quality() const;
  std::optional<VoipMetrics> metrics(bool wanted) const;
  void send_rtcp(std::span<const uint8_t> datagram);
  void expect_packets();
  void yield_source(const Endpoint& from, int64_t now_us);
  void latch(std::optional<Endpoint>& latch, const MediaPath& path, const Datagram& datagram) const;
  Event event(EventType type) const;

  uint32_t id_;
  /// One for what goes out and what comes in: round trips are differences, and the system's calendar may have been set between.
  SteadyCalendar calendar_;
  bool configured_ = false;
  bool heard_ = false;
  Voice voice_;
  bool sends_ = false;
  bool receives_ = false;
  Endpoint remote_;
  MediaPath rtp_path_;
  MediaPath rtcp_path_;
  /// The ports that `received_` has locked to, where they are not the negotiated ones.
  std::optional<Endpoint> rtp_latch_;
  std::optional<Endpoint> rtcp_latch_;
  bool symmetric_ = false;
  bool roams_ = false;
  bool multiplexed_ = false;
  SendStream sent_;
  /// Of `sent_`, for the thread that makes keys.
  std::atomic<uint32_t> ssrc_;
  /// Who had our SSRC too (RFC 3550 §8.2), and when they were heard last.
  Endpoint conflict_;
  int64_t conflict_us_ = 0;
  SendSecurity security_;
  InBandDigits digits_;
  std::vector<int16_t> digit_pcm_;
  /// For other sides that send no events.
  DigitDetector detector_;
  bool detects_ = false;
  HoldMusic music_;
  BurstGap fates_;
  SpeechLevel levels_;
  ReceiveStream received_;
  RtcpSession rtcp_;
  bool extended_reports_ = false;
  int64_t refused_rtcp_ = 0;
  bool left_ = false;
  bool lost_ = false;
  bool unreachable_ = false;
  int64_t listening_since_us_ = 0;
  /// Longer than the comfort noise gaps and hand-overs of a living call.
  int64_t lost_after_us_ = 5'000'000;
};

}  // namespace hookswitch
