// What became of each packet of a source, told once and in the order of their sequence numbers: what burst and gap measures are made
// of (RFC 3611 §4.7.2). A packet is given time to come late before it is called lost.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hookswitch {

/// RFC 3611 §4.7.1: lost in the network, or discarded because it came too late (or far too early) to be played.
enum class PacketFate : uint8_t { played, lost, discarded };

class PacketFateSink {
 public:
  virtual ~PacketFateSink() = default;
  /// In the media thread; must neither wait nor allocate.
  virtual void decided(PacketFate fate) = 0;
};

class PacketFates {
 public:
  /// Nullptr: nobody asks, duplicates and disorder are counted all the same.
  explicit PacketFates(PacketFateSink* sink) : sink_(sink) {}

  /// Another source or another count: what was open is decided, and `sequence` is the first of the new one. Sequence numbers are
  /// extended to 32 bits (RFC 3550 appendix A.1).
  void start(uint32_t sequence);
  /// False: it had come before.
  bool arrived(uint32_t sequence);
  /// One that arrived was of no use.
  void discard(uint32_t sequence);
  /// Nothing more comes.
  void finish();

  int64_t duplicates() const { return duplicates_; }
  int64_t out_of_order() const { return out_of_order_; }

 private:
  /// 1.3 s of the shortest packets; nothing that comes later is played.
  static constexpr uint32_t kWindow = 128;
  enum class Mark : uint8_t { missing, arrived, discarded };

  Mark& mark(uint32_t sequence) { return marks_[sequence % kWindow]; }
  void decide_until(uint32_t sequence);

  PacketFateSink* sink_;
  bool started_ = false;
  /// The oldest that is not decided, and the one after the newest that came.
  uint32_t oldest_ = 0;
  uint32_t end_ = 0;
  std::array<Mark, kWindow> marks_{};
  int64_t duplicates_ = 0;
  int64_t out_of_order_ = 0;
};

}  // namespace hookswitch
