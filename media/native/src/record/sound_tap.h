// The phone's own sound, before and after it is processed, sent to an administrator's machine as RTP: 16-bit linear at the core's rate
// (RFC 3551 §4.5.11), a packet for each tick.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/device_slot.h"
#include "rtp/endpoint.h"
#include "rtp/packet_mirror.h"
#include "rtp/rtp_packet.h"

namespace hookswitch {

enum class TapPoint : std::uint8_t {
  /// The microphone as the device gave it.
  microphone,
  /// It, after the echo canceller and what follows it.
  processed,
  /// What the device was given to play.
  played,
};
inline constexpr size_t kTapPoints = 3;

class SoundTap {
 public:
  /// Of the first point; each has its own, so that a capture tells which is which.
  static constexpr uint8_t kFirstPayloadType = 96;

  /// By a thread that may block; the rest is the media thread's.
  SoundTap();
  bool open(const Endpoint& to) { return copies_.open(to); }
  void want(TapPoint point) { stream(point).wanted = true; }

  /// Another tick of all points: what was not sent in it is a gap.
  void tick();
  /// A tick's sound. Never waits; what the kernel cannot take is lost.
  void send(TapPoint point, std::span<const int16_t> pcm);

 private:
  struct Stream {
    bool wanted = false;
    uint32_t ssrc = 0;
    uint16_t sequence = 0;
    /// Of the tick after the last packet.
    uint32_t follows = 0;
  };
  Stream& stream(TapPoint point) { return streams_[static_cast<size_t>(point)]; }

  PacketMirror copies_;
  std::array<Stream, kTapPoints> streams_{};
  /// One clock for all, so that they can be laid side by side.
  uint32_t timestamp_ = 0;
  std::array<uint8_t, kTickSamples * 2> samples_{};
  std::array<uint8_t, kRtpHeaderBytes + kTickSamples * 2> datagram_{};
};

}  // namespace hookswitch
