// Judging and sorting of received packets.
#include "rtp/receive_stream.h"

#include <algorithm>
#include <utility>

#include "rtp/rtp_packet.h"

namespace hookswitch {

void ReceiveStream::configure(ReceiveFormat&& format, const Endpoint& remote) {
  lock_.negotiate(remote);
  format_.event_payload_type = format.event_payload_type;
  if (format_.decoders && format.signature == format_.signature) return;
  std::swap(format_, format);
  buffer_.reset();
}

void ReceiveStream::allow(bool receiving) {
  if (receiving == receiving_) return;
  receiving_ = receiving;
  forget();
}

void ReceiveStream::forget() {
  buffer_.reset();
  if (format_.decoders) format_.decoders->reset();
}

/// RFC 3550 §8.2: another SSRC is another source; a single stray packet does not take the place of the one that talks.
bool ReceiveStream::believe(uint32_t ssrc, Result& result) {
  if (source_known_ && ssrc == ssrc_) {
    candidate_known_ = false;
    return true;
  }
  if (source_known_ && !(candidate_known_ && candidate_ == ssrc)) {
    candidate_known_ = true;
    candidate_ = ssrc;
    return false;
  }
  become(ssrc);
  result.new_source = true;
  return true;
}

void ReceiveStream::become(uint32_t ssrc) {
  lost_before_ += reception_.lost();
  reception_ = Reception();
  events_ = EventReceiver();
  forget();
  source_known_ = true;
  candidate_known_ = false;
  ssrc_ = ssrc;
}

/// False: a sequence number that is not to be believed yet.
bool ReceiveStream::count(uint16_t sequence) {
  const bool began = !reception_.started();
  const int restarts = reception_.restarts();
  const int64_t lost = reception_.lost();
  if (!reception_.receive(sequence)) return false;
  const bool again = reception_.restarts() != restarts;
  if (again) lost_before_ += lost;
  if (began || again) fates_.start(reception_.extended_highest());
  return true;
}

ReceiveStream::Result ReceiveStream::receive(std::span<const uint8_t> datagram, const Endpoint& from, int64_t arrival_us,
                                             int64_t now_us) {
  Result result;
  const auto packet = parse_rtp(datagram);
  const int clock_rate = packet && format_.decoders ? format_.decoders->clock_rate(packet->payload_type) : 0;
  const bool event = packet && packet->payload_type == format_.event_payload_type;
  const bool understood = clock_rate != 0 || event;
  // Nobody becomes the source by what is not understood.
  if (!packet || (!understood && !(source_known_ && packet->ssrc == ssrc_))) {
    ++refused_;
    return result;
  }
  const auto verdict = lock_.judge(from, arrival_us / 1000);
  if (verdict == SourceLock::Verdict::refused || !believe(packet->ssrc, result)) {
    ++refused_;
    return result;
  }
  if (!count(packet->sequence)) {
    ++refused_;
    return result;
  }
  const uint32_t sequence = reception_.extend(packet->sequence);
  const bool again = !fates_.arrived(sequence);
  result.new_source |= verdict == SourceLock::Verdict::accepted_new_source;
  last_heard_us_ = arrival_us;
  if (!understood) {
    // It was not lost, and its sender is there.
    ++refused_;
    return result;
  }
  ++packets_;
  octets_ += static_cast<int64_t>(packet->payload.size());
  if (event) {
    const auto named = parse_telephone_event(packet->payload);
    const auto over = named && receiving_ ? events_.receive(*named, packet->timestamp, arrival_us / 1000) : std::nullopt;
    if (over) result.event = finished(*over);
    return result;
  }
  clock_rate_ = clock_rate;
  if (again) return result;
  reception_.arrived(packet->timestamp, static_cast<uint32_t>(arrival_us * clock_rate / 1'000'000));
  if (receiving_ && !buffer_.insert(packet->timestamp, packet->payload_type, packet->payload, clock_rate, now_us)) {
    fates_.discard(sequence);
  }
  return result;
}

FinishedEvent ReceiveStream::finished(const ReceivedEvent& event) const {
  return {event.event, static_cast<int>(int64_t{event.duration} * 1000 / clock_rate_)};
}

std::optional<FinishedEvent> ReceiveStream::expire(int64_t now_us) {
  const auto over = events_.expire(now_us / 1000);
  if (!over) return std::nullopt;
  return finished(*over);
}

bool ReceiveStream::pull(int64_t now_us, std::span<int16_t> out) {
  if (!receiving_ || !format_.decoders) {
    std::fill(out.begin(), out.end(), int16_t{0});
    return false;
  }
  return buffer_.pull(*format_.decoders, now_us, out);
}

}  // namespace hookswitch
