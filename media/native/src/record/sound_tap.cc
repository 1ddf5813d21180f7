// RTP of its own instead of a session's: no codec, no encryption, no reports, for a sniffer takes it.
#include "record/sound_tap.h"

#include "engine/random.h"
#include "rtp/byte_writer.h"

namespace hookswitch {

SoundTap::SoundTap() : timestamp_(static_cast<uint32_t>(secure_random())) {
  for (Stream& each : streams_) {
    const uint64_t random = secure_random();
    each.ssrc = static_cast<uint32_t>(random >> 32);
    each.sequence = static_cast<uint16_t>(random);
  }
}

void SoundTap::tick() { timestamp_ += kTickSamples; }

void SoundTap::send(TapPoint point, std::span<const int16_t> pcm) {
  Stream& from = stream(point);
  if (!from.wanted || pcm.size() > kTickSamples) return;
  ByteWriter writer(samples_);
  for (const int16_t sample : pcm) writer.u16(static_cast<uint16_t>(sample));
  RtpPacket packet;
  // RFC 3551 §4.1: the first one after a pause.
  packet.marker = from.follows != timestamp_;
  packet.payload_type = static_cast<uint8_t>(kFirstPayloadType + static_cast<uint8_t>(point));
  packet.sequence = from.sequence++;
  packet.timestamp = timestamp_;
  packet.ssrc = from.ssrc;
  packet.payload = std::span(samples_).first(writer.size());
  from.follows = timestamp_ + kTickSamples;
  copies_.copy(std::span(datagram_).first(write_rtp(packet, datagram_)));
}

}  // namespace hookswitch
