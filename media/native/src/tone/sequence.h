// The course of a cadence: segments in order, again and again until their section is over, then the next section.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hookswitch {

struct SequenceSection {
  /// Into the segments of the whole.
  std::size_t first = 0;
  std::size_t count = 0;
  /// 0: for ever.
  int duration_ms = 0;
};

struct SequenceTiming {
  static constexpr std::size_t max_segments = 32;
  static constexpr std::size_t max_sections = 4;
  std::array<int, max_segments> segment_ms{};
  std::array<SequenceSection, max_sections> sections{};
  std::size_t section_count = 0;
};

/// Counts samples. Neither allocates nor locks.
class Sequence {
 public:
  explicit Sequence(int rate) : rate_(rate) {}

  /// Sections and segments without length are passed over; where all are, nothing runs.
  void start(const SequenceTiming& timing);
  void stop() { running_ = false; }
  bool running() const { return running_; }
  /// To be called before each sample. True: a segment begins with it, or the end is reached.
  bool advance();
  /// The segment that runs.
  std::size_t segment() const { return segment_; }

 private:
  bool has_length(const SequenceSection& section) const;
  bool enter_section(std::size_t index);
  bool next();
  std::int64_t samples(int ms) const { return static_cast<std::int64_t>(ms) * rate_ / 1000; }

  int rate_;
  SequenceTiming timing_;
  bool running_ = false;
  bool fresh_ = false;
  std::size_t section_ = 0;
  std::size_t segment_ = 0;
  std::int64_t segment_left_ = 0;
  /// Negative: no end.
  std::int64_t section_left_ = 0;
};

}  // namespace hookswitch
