// Decoding and conversion to the core's rate.
#include "jitter/decoder_bank.h"

#include <algorithm>

namespace hookswitch {

namespace {
/// More than a packet of any codec holds: 160 ms of a byte a sample, 120 ms of Opus at 48 kHz.
constexpr size_t kScratchSamples = 5760;
}  // namespace

bool DecoderBank::add(uint8_t payload_type, std::string_view name, const CodecParameters& parameters) {
  auto codec = make_codec(name, parameters);
  if (!codec) return false;
  std::unique_ptr<Resampler> resampler;
  if (codec->sample_rate() != core_rate_) resampler = std::make_unique<Resampler>(codec->sample_rate(), core_rate_);
  // The entries may move.
  current_ = nullptr;
  entries_.push_back({payload_type, std::move(codec), std::move(resampler), codec_impairment(name)});
  scratch_.resize(kScratchSamples);
  return true;
}

const DecoderBank::Entry* DecoderBank::find(uint8_t payload_type) const {
  for (const Entry& entry : entries_) {
    if (entry.payload_type == payload_type) return &entry;
  }
  return nullptr;
}

int DecoderBank::clock_rate(uint8_t payload_type) const {
  const Entry* entry = find(payload_type);
  return entry == nullptr ? 0 : entry->codec->clock_rate();
}

void DecoderBank::reset() {
  for (Entry& entry : entries_) {
    entry.codec->reset_decoder();
    if (entry.resampler) entry.resampler->reset();
  }
  current_ = nullptr;
}

size_t DecoderBank::codec_samples(const Entry& entry, size_t core_samples) const {
  return std::min(core_samples * static_cast<size_t>(entry.codec->sample_rate()) / static_cast<size_t>(core_rate_), scratch_.size());
}

void DecoderBank::append(const Entry& entry, std::span<const int16_t> pcm, std::vector<int16_t>& out) {
  if (entry.resampler) {
    entry.resampler->process(pcm, out);
  } else {
    out.insert(out.end(), pcm.begin(), pcm.end());
  }
}

void DecoderBank::decode(uint8_t payload_type, std::span<const uint8_t> payload, std::vector<int16_t>& out) {
  const Entry* entry = find(payload_type);
  if (entry == nullptr) return;
  const size_t samples = entry->codec->decode(payload, scratch_);
  // What held nothing changes nothing.
  if (samples == 0) return;
  current_ = entry;
  append(*entry, std::span(scratch_).first(samples), out);
}

bool DecoderBank::conceal(size_t samples, std::vector<int16_t>& out) {
  if (current_ == nullptr) return false;
  const auto pcm = std::span(scratch_).first(codec_samples(*current_, samples));
  if (!current_->codec->conceal(pcm)) return false;
  append(*current_, pcm, out);
  return true;
}

bool DecoderBank::decode_redundancy(uint8_t payload_type, std::span<const uint8_t> next, size_t samples, std::vector<int16_t>& out) {
  const Entry* entry = find(payload_type);
  if (entry == nullptr || entry != current_) return false;
  const auto pcm = std::span(scratch_).first(codec_samples(*entry, samples));
  if (!entry->codec->decode_redundancy(next, pcm)) return false;
  append(*entry, pcm, out);
  return true;
}

}  // namespace hookswitch
