// Steps through sections and segments.
#include "tone/sequence.h"

#include <algorithm>

namespace hookswitch {

void Sequence::start(const SequenceTiming& timing) {
  timing_ = timing;
  timing_.section_count = std::min(timing_.section_count, SequenceTiming::max_sections);
  for (SequenceSection& section : timing_.sections) {
    section.first = std::min(section.first, SequenceTiming::max_segments);
    section.count = std::min(section.count, SequenceTiming::max_segments - section.first);
  }
  running_ = enter_section(0);
  fresh_ = running_;
}

/// A segment too short for a sample has none.
bool Sequence::has_length(const SequenceSection& section) const {
  if (section.duration_ms < 0) return false;
  const auto begin = timing_.segment_ms.begin() + static_cast<std::ptrdiff_t>(section.first);
  return std::any_of(begin, begin + static_cast<std::ptrdiff_t>(section.count), [this](int ms) { return samples(ms) > 0; });
}

bool Sequence::enter_section(std::size_t index) {
  while (index < timing_.section_count && !has_length(timing_.sections[index])) ++index;
  if (index >= timing_.section_count) return false;
  const SequenceSection& section = timing_.sections[index];
  section_ = index;
  section_left_ = section.duration_ms == 0 ? -1 : samples(section.duration_ms);
  segment_ = section.first;
  while (samples(timing_.segment_ms[segment_]) <= 0) ++segment_;
  segment_left_ = samples(timing_.segment_ms[segment_]);
  return true;
}

bool Sequence::next() {
  if (section_left_ == 0) return enter_section(section_ + 1);
  const SequenceSection& section = timing_.sections[section_];
  do {
    if (++segment_ >= section.first + section.count) segment_ = section.first;
  } while (samples(timing_.segment_ms[segment_]) <= 0);
  segment_left_ = samples(timing_.segment_ms[segment_]);
  return true;
}

bool Sequence::advance() {
  bool began = fresh_;
  fresh_ = false;
  while (running_ && (segment_left_ == 0 || section_left_ == 0)) {
    running_ = next();
    began = true;
  }
  if (!running_) return began;
  --segment_left_;
  if (section_left_ > 0) --section_left_;
  return began;
}

}  // namespace hookswitch
