// Named telephone events in RTP (RFC 4733): digits that a call sends and receives.
//
//   0                   1                   2                   3
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |     event     |E|R| volume    |          duration             |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace hookswitch {

inline constexpr size_t kTelephoneEventBytes = 4;

struct TelephoneEvent {
  uint8_t event = 0;
  bool end = false;
  /// Power below 0 dBm0, 0 to 63.
  uint8_t volume = 0;
  /// In timestamp units; grows from packet to packet.
  uint16_t duration = 0;
};

std::optional<TelephoneEvent> parse_telephone_event(std::span<const uint8_t> payload);
std::array<uint8_t, kTelephoneEventBytes> write_telephone_event(const TelephoneEvent& event);

/// What goes out in place of an audio packet.
struct EventPacket {
  TelephoneEvent event;
  uint32_t timestamp = 0;
  bool marker = false;
};

/// Asked once for each packet time; while it answers, no audio is sent (RFC 4733 §2.5.1.2). Keys pressed ahead wait their turn.
class EventSender {
 public:
  void start(uint8_t event, uint8_t volume);
  void stop();
  /// Forgets everything, when the payload type goes away.
  void reset();
  bool active() const { return state_ != State::idle || queued_ > 0; }

  /// `timestamp` is what an audio packet of now would carry, `step` the length of a packet in the same unit.
  std::optional<EventPacket> next(uint32_t timestamp, uint32_t step, int clock_rate);

 private:
  enum class State { idle, sounding, ending };
  struct Key {
    uint8_t event;
    uint8_t volume;
    bool stopped;
  };

  bool begin(uint32_t timestamp);
  void extend(uint32_t step, int clock_rate);

  State state_ = State::idle;
  Key key_{};
  bool first_ = false;
  uint32_t started_ = 0;
  uint32_t duration_ = 0;
  uint32_t sounded_ = 0;
  /// In segments before this one.
  uint32_t told_ = 0;
  int ends_left_ = 0;
  std::array<Key, 16> queue_{};
  size_t queued_ = 0;
};

struct ReceivedEvent {
  uint8_t event = 0;
  /// In timestamp units.
  uint32_t duration = 0;
};

/// Puts the packets of one event together (RFC 4733 §2.5.2): told once, at its end or when the packets of its end were lost.
class EventReceiver {
 public:
  /// An event that is thereby known to be over: this one by its end, or the one before because this one is new.
  std::optional<ReceivedEvent> receive(const TelephoneEvent& event, uint32_t timestamp, int64_t now_ms);
  /// No packet for 150 ms (three were due) ends an event whose last packets were lost.
  std::optional<ReceivedEvent> expire(int64_t now_ms);

  static constexpr int64_t kLostEndMs = 150;

 private:
  bool open_ = false;
  bool known_ = false;
  uint32_t timestamp_ = 0;
  uint32_t carried_ = 0;
  ReceivedEvent current_{};
  int64_t last_ms_ = 0;
};

}  // namespace hookswitch
