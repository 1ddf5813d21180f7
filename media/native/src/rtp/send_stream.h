// What we send: the microphone cut into packets of one packet time, telephone events in between. Counts as RFC 3550 §6.4.1 wants.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "codec/codec.h"
#include "dsp/resampler.h"
#include "rtp/noise_sender.h"
#include "rtp/telephone_event.h"

namespace hookswitch {

/// Made by the thread that may allocate, used by the media thread.
struct SendFormat {
  /// Tells it from another: name and parameters.
  std::string name;
  uint8_t payload_type = 0;
  int packet_ms = 20;
  /// -1: the other side takes no telephone events.
  int event_payload_type = -1;
  std::unique_ptr<Codec> codec;
  std::unique_ptr<Resampler> resampler;
  /// Pauses are sent as comfort noise (RFC 3389) of this payload type; -1: as sound.
  int noise_payload_type = -1;
  /// The marker is set in each packet of an event; RFC 4733 §2.5.1.3 sets it in the first.
  bool marks_each_event = false;
};

class SendStream {
 public:
  /// Random start values (RFC 3550 §5.1) are the caller's.
  SendStream(uint32_t ssrc, uint16_t sequence, uint32_t timestamp);

  /// The same codec and packet time as before go on undisturbed. What is no longer needed is in `format` afterwards.
  void configure(SendFormat&& format);

  /// 10 ms of the core's PCM. Returns the datagram that is due, or nothing. Time goes on when nothing is sent; the first packet
  /// after a pause carries the marker (RFC 3551 §4.1).
  std::span<const uint8_t> tick(std::span<const int16_t> pcm, bool sending);

  bool takes_events() const { return format_.event_payload_type >= 0; }
  void start_event(uint8_t event, uint8_t volume);
  void stop_event() { events_.stop(); }

  /// Another source from here on; its packets are counted from 0 for sender reports (RFC 3550 §6.4.1).
  void become(uint32_t ssrc, uint16_t sequence);
  uint32_t ssrc() const { return ssrc_; }
  int clock_rate() const { return format_.codec ? format_.codec->clock_rate() : 8000; }
  int packet_ms() const { return format_.packet_ms; }
  /// Timestamp of now, for sender reports.
  uint32_t timestamp() const { return timestamp_; }
  int64_t packets() const { return packets_; }
  /// Payload only.
  int64_t octets() const { return octets_; }
  /// Of the SSRC of now.
  int64_t source_packets() const { return packets_ - packets_before_; }
  int64_t source_octets() const { return octets_ - octets_before_; }

 private:
  std::span<const uint8_t> packet(uint8_t payload_type, bool marker, uint32_t timestamp, std::span<const uint8_t> payload);
  std::span<const uint8_t> event_packet(uint32_t step);
  std::span<const uint8_t> audio_packet(std::span<const int16_t> frame);

  uint32_t ssrc_;
  uint16_t sequence_;
  uint32_t timestamp_;
  bool paused_ = true;
  SendFormat format_;
  EventSender events_;
  NoiseSender noise_;
  std::vector<int16_t> pending_;
  int64_t packets_ = 0;
  int64_t octets_ = 0;
  /// Under other SSRCs.
  int64_t packets_before_ = 0;
  int64_t octets_before_ = 0;
  std::array<uint8_t, 1500> datagram_{};
  std::array<uint8_t, 1400> payload_{};
};

}  // namespace hookswitch
