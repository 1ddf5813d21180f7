// Sending and receiving of RFC 4733 events.
#include "rtp/telephone_event.h"

#include <algorithm>

#include "rtp/byte_reader.h"

namespace hookswitch {

namespace {
constexpr uint32_t kLongest = 0xffff;
constexpr int kMinimumMs = 40;
/// Packets do not come later than this; what does is of another time line.
constexpr int64_t kStragglerMs = 1000;
// RFC 4733 §2.5.1.4: the last packet is sent three times in all.
constexpr int kEndPackets = 3;
}  // namespace

std::optional<TelephoneEvent> parse_telephone_event(std::span<const uint8_t> payload) {
  ByteReader reader(payload);
  TelephoneEvent event;
  event.event = reader.u8();
  const uint8_t flags = reader.u8();
  event.end = (flags & 0x80) != 0;
  event.volume = flags & 0x3f;
  event.duration = reader.u16();
  if (!reader.ok()) return std::nullopt;
  return event;
}

std::array<uint8_t, kTelephoneEventBytes> write_telephone_event(const TelephoneEvent& event) {
  return {event.event, static_cast<uint8_t>((event.end ? 0x80 : 0) | (event.volume & 0x3f)),
          static_cast<uint8_t>(event.duration >> 8), static_cast<uint8_t>(event.duration)};
}

void EventSender::start(uint8_t event, uint8_t volume) {
  stop();
  if (queued_ < queue_.size()) queue_[queued_++] = {event, volume, false};
}

void EventSender::stop() {
  if (queued_ > 0) {
    queue_[queued_ - 1].stopped = true;
  } else {
    key_.stopped = true;
  }
}

void EventSender::reset() { *this = EventSender(); }

bool EventSender::begin(uint32_t timestamp) {
  if (queued_ == 0) return false;
  key_ = queue_[0];
  std::copy(queue_.begin() + 1, queue_.begin() + static_cast<std::ptrdiff_t>(queued_), queue_.begin());
  --queued_;
  state_ = State::sounding;
  first_ = true;
  started_ = timestamp;
  duration_ = 0;
  sounded_ = 0;
  told_ = 0;
  return true;
}

void EventSender::extend(uint32_t step, int clock_rate) {
  // RFC 4733 §2.5.1.3: an event that outgrows the field is told full, and goes on as another segment from there.
  if (duration_ == kLongest) {
    started_ += kLongest;
    told_ += kLongest;
  }
  sounded_ += step;
  duration_ = std::min(sounded_ - told_, kLongest);
  const bool long_enough = sounded_ >= static_cast<uint32_t>(clock_rate / 1000 * kMinimumMs);
  if (key_.stopped && long_enough) {
    state_ = State::ending;
    ends_left_ = kEndPackets;
  }
}

std::optional<EventPacket> EventSender::next(uint32_t timestamp, uint32_t step, int clock_rate) {
  if (state_ == State::idle && !begin(timestamp)) return std::nullopt;
  if (state_ == State::sounding) extend(step, clock_rate);
  EventPacket packet;
  packet.timestamp = started_;
  packet.marker = first_;
  packet.event = {key_.event, state_ == State::ending, key_.volume, static_cast<uint16_t>(duration_)};
  first_ = false;
  if (state_ == State::ending && --ends_left_ == 0) state_ = State::idle;
  return packet;
}

std::optional<ReceivedEvent> EventReceiver::receive(const TelephoneEvent& event, uint32_t timestamp, int64_t now_ms) {
  std::optional<ReceivedEvent> over;
  if (!known_ || timestamp != timestamp_) {
    // A packet of an event before the newest came late: it was told already. Further back the sender began again.
    const uint32_t back = timestamp_ - timestamp;
    if (known_ && back <= kLongest && now_ms - last_ms_ < kStragglerMs) return std::nullopt;
    const bool segment = open_ && event.event == current_.event && timestamp - timestamp_ <= kLongest &&
                         timestamp - timestamp_ == current_.duration - carried_ && current_.duration - carried_ > kLongest / 2;
    if (open_ && !segment) over = current_;
    carried_ = segment ? current_.duration : 0;
    open_ = true;
    known_ = true;
    timestamp_ = timestamp;
    current_ = {event.event, carried_};
  }
  // What follows the first end packet of an event is its repetition.
  if (!open_) return over;
  last_ms_ = now_ms;
  current_.duration = std::max(current_.duration, carried_ + event.duration);
  if (!event.end || over) return over;
  open_ = false;
  return current_;
}

std::optional<ReceivedEvent> EventReceiver::expire(int64_t now_ms) {
  if (!open_ || now_ms - last_ms_ < kLostEndMs) return std::nullopt;
  open_ = false;
  return current_;
}

}  // namespace hookswitch
