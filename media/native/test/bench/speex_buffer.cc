// libspeexdsp's jitter buffer.
#include "bench/buffers.h"

#ifdef HOOKSWITCH_HAVE_SPEEXDSP

#include <speex/speex_jitter.h>

#include <array>

namespace hookswitch::bench {

namespace {

constexpr int kSpan = 160;

class Speex final : public Buffer {
 public:
  explicit Speex(int64_t origin_us) : origin_us_(origin_us), jitter_(jitter_buffer_init(kSpan)) {}
  ~Speex() override { jitter_buffer_destroy(jitter_); }
  Speex(const Speex&) = delete;
  Speex& operator=(const Speex&) = delete;

  std::string name() const override { return "speexdsp"; }
  void put(const Packet& packet, int64_t) override {
    std::array<char, 1> data{};
    JitterBufferPacket in{};
    in.data = data.data();
    in.len = 1;
    in.timestamp = static_cast<spx_uint32_t>(packet.index * kSpan);
    in.span = kSpan;
    in.sequence = static_cast<spx_uint16_t>(packet.index);
    jitter_buffer_put(jitter_, &in);
    started_ = true;
  }
  Heard pull(int64_t now_us) override {
    if (!started_) return {};
    if (second_half_) {
      second_half_ = false;
      return heard_;
    }
    second_half_ = true;
    std::array<char, 16> data{};
    JitterBufferPacket out{};
    out.data = data.data();
    out.len = data.size();
    spx_int32_t offset = 0;
    const int result = jitter_buffer_get(jitter_, &out, kSpan, &offset);
    jitter_buffer_tick(jitter_);
    heard_ = {};
    if (result == JITTER_BUFFER_OK) heard_.age_ms = static_cast<double>(now_us - origin_us_) / 1000 - out.timestamp / 8.0;
    return heard_;
  }

 private:
  int64_t origin_us_;
  JitterBuffer* jitter_;
  bool started_ = false;
  bool second_half_ = false;
  Heard heard_;
};

}  // namespace

std::unique_ptr<Buffer> speex_buffer(int64_t origin_us) { return std::make_unique<Speex>(origin_us); }

}  // namespace hookswitch::bench

#else

namespace hookswitch::bench {
std::unique_ptr<Buffer> speex_buffer(int64_t) { return nullptr; }
}  // namespace hookswitch::bench

#endif
