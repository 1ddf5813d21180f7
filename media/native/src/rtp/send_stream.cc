// Packetisation.
#include "rtp/send_stream.h"

#include <utility>

#include "rtp/rtp_packet.h"

namespace hookswitch {

namespace {
/// 60 ms packets of 48 kHz and a tick more.
constexpr size_t kPendingSamples = 48 * 70;
}  // namespace

SendStream::SendStream(uint32_t ssrc, uint16_t sequence, uint32_t timestamp)
    : ssrc_(ssrc), sequence_(sequence), timestamp_(timestamp) {
  pending_.reserve(kPendingSamples);
}

void SendStream::configure(SendFormat&& format) {
  const bool same = format_.codec && format_.name == format.name && format_.packet_ms == format.packet_ms;
  if (format.event_payload_type != format_.event_payload_type) events_.reset();
  if (same) {
    format_.payload_type = format.payload_type;
    format_.event_payload_type = format.event_payload_type;
    format_.noise_payload_type = format.noise_payload_type;
    format_.marks_each_event = format.marks_each_event;
    return;
  }
  std::swap(format_, format);
  pending_.clear();
}

void SendStream::become(uint32_t ssrc, uint16_t sequence) {
  ssrc_ = ssrc;
  sequence_ = sequence;
  packets_before_ = packets_;
  octets_before_ = octets_;
  paused_ = true;
}

void SendStream::start_event(uint8_t event, uint8_t volume) {
  if (takes_events()) events_.start(event, volume);
}

std::span<const uint8_t> SendStream::tick(std::span<const int16_t> pcm, bool sending) {
  if (!format_.codec) return {};
  if (format_.noise_payload_type >= 0) noise_.hear(pcm);
  if (format_.resampler) {
    format_.resampler->process(pcm, pending_);
  } else {
    pending_.insert(pending_.end(), pcm.begin(), pcm.end());
  }
  const size_t frame = format_.codec->frame_samples(format_.packet_ms);
  if (frame == 0 || pending_.size() < frame) return {};
  const auto step = static_cast<uint32_t>(format_.codec->clock_rate() / 1000 * format_.packet_ms);
  std::span<const uint8_t> due;
  if (sending) {
    due = event_packet(step);
    if (due.empty()) due = audio_packet(std::span(pending_).first(frame));
  } else {
    paused_ = true;
    events_.reset();
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(frame));
  timestamp_ += step;
  return due;
}

std::span<const uint8_t> SendStream::event_packet(uint32_t step) {
  const auto event = events_.next(timestamp_, step, format_.codec->clock_rate());
  if (!event) return {};
  // The audio that follows begins a talkspurt.
  paused_ = true;
  return packet(static_cast<uint8_t>(format_.event_payload_type), event->marker || format_.marks_each_event, event->timestamp,
                write_telephone_event(event->event));
}

std::span<const uint8_t> SendStream::audio_packet(std::span<const int16_t> frame) {
  // Encoded in pauses too: the codec's state goes on with the sound.
  const size_t size = format_.codec->encode(frame, payload_);
  if (format_.noise_payload_type >= 0 && noise_.pause()) {
    paused_ = true;
    const auto noise = noise_.next(frame, format_.packet_ms);
    if (noise.empty()) return {};
    return packet(static_cast<uint8_t>(format_.noise_payload_type), false, timestamp_, noise);
  }
  if (size == 0) {
    paused_ = true;
    return {};
  }
  const bool marker = paused_;
  paused_ = false;
  return packet(format_.payload_type, marker, timestamp_, std::span(payload_).first(size));
}

std::span<const uint8_t> SendStream::packet(uint8_t payload_type, bool marker, uint32_t timestamp,
                                            std::span<const uint8_t> payload) {
  const size_t size = write_rtp({marker, payload_type, sequence_++, timestamp, ssrc_, payload}, datagram_);
  ++packets_;
  octets_ += static_cast<int64_t>(payload.size());
  return std::span(datagram_).first(size);
}

}  // namespace hookswitch
