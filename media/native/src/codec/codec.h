// What every audio codec is to the rest of the core, and the table in which the codecs register themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace hookswitch {

/// One direction pair of one stream. Not thread safe; no call allocates after construction.
class Codec {
 public:
  virtual ~Codec() = default;

  /// RTP timestamp clock. Differs from `sample_rate` only for G.722 (RFC 3551 §4.5.2).
  virtual int clock_rate() const = 0;
  virtual int sample_rate() const { return clock_rate(); }

  /// PCM samples in a packet of that length; 0 when the codec cannot make one.
  virtual std::size_t frame_samples(int packet_ms) const = 0;

  /// Returns the bytes written; stops early when `out` is full. 0 when the codec has nothing to say for this frame: a pause of
  /// discontinuous transmission, in which no packet leaves.
  virtual std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) = 0;

  /// Returns the samples written. The payload is hostile: any bytes, any length; never more than `pcm` holds.
  virtual std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) = 0;

  /// The newest payload announced a pause (a silence descriptor): what is missing after it is no loss, and `conceal` is its
  /// comfort noise.
  virtual bool in_pause() const { return false; }

  /// Fills `pcm` with what the decoder makes of sound that did not come, as if that time had been decoded. False and nothing
  /// written when the codec has no such thing. Lengths are whole multiples of 10 ms.
  virtual bool conceal(std::span<std::int16_t> pcm) {
    static_cast<void>(pcm);
    return false;
  }

  /// Fills `pcm` with the end of what was lost before `next`, out of the redundancy in `next`, which is to be decoded afterwards.
  /// False and nothing written when there is none. Lengths as above.
  virtual bool decode_redundancy(std::span<const std::uint8_t> next, std::span<std::int16_t> pcm) {
    static_cast<void>(next);
    static_cast<void>(pcm);
    return false;
  }

  /// Forgets the signal of the decoder: another source begins.
  virtual void reset_decoder() {}
};

/// What was negotiated beyond the name (RFC 4855 §3); codecs that know no parameters ignore them.
struct CodecParameters {
  int channels = 1;
  /// Of the RTP clock; 0: the only one that the codec has.
  int clock_rate = 0;
  /// The encoder may leave out pauses, if it has a way of its own to describe them.
  bool discontinuous = false;
  /// Value of `a=fmtp` of the one who is to get the sound. Hostile: any text.
  std::string format;
};

/// By SDP encoding name, which is case-insensitive (RFC 4855 §3); nullptr when there is no such codec.
std::unique_ptr<Codec> make_codec(std::string_view name, const CodecParameters& parameters = {});

/// A codec is one file with one static object of this type a name; nothing else in the core knows it. The objects must be
/// linked as objects (CMake OBJECT library): a linker takes no unreferenced member out of a static archive.
class CodecRegistration {
 public:
  using Maker = std::unique_ptr<Codec> (*)(const CodecParameters& parameters);
  CodecRegistration(std::string_view name, Maker make);

 private:
  friend std::unique_ptr<Codec> make_codec(std::string_view name, const CodecParameters& parameters);
  std::string_view name_;
  Maker make_;
  const CodecRegistration* next_;
};

}  // namespace hookswitch
