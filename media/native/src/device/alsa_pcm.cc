// Opening, configuring and recovering one ALSA stream.
#include "device/alsa_pcm.h"

#ifdef HOOKSWITCH_HAVE_ALSA

#include <poll.h>
#include <time.h>

#include <algorithm>
#include <cerrno>

namespace hookswitch {
namespace {

/// Capture may run far behind without a cost; playback is never filled beyond the largest prefill and two periods.
constexpr unsigned buffer_periods = 8;

std::string explain(const char* what, int code) { return std::string(what) + ": " + snd_strerror(code); }

void say_nothing(const char*, int, const char*, int, const char*, ...) {}

}  // namespace

void AlsaPcm::keep_alsa_quiet() {
  // What went wrong is in the code that a call returns; the library would also print it to the console.
  snd_lib_error_set_handler(say_nothing);
}

bool AlsaPcm::open(const std::string& name, int rate, int period_samples, std::string& error) {
  close();
  period_samples_ = period_samples;
  failure_.clear();
  std::string first_error;
  bool openable = true;
  const auto attempt = [&](const std::string& pcm, unsigned device_rate, bool convert) {
    std::string why;
    if (configure(pcm, rate, device_rate, convert, why)) return true;
    if (first_error.empty()) first_error = pcm + ": " + why;
    openable = is_open();
    close();
    return false;
  };
  // Our own resampler has less delay than a plugin's and is the same on every board; the plugin comes last.
  const auto asked = static_cast<unsigned>(rate);
  if (attempt(name, asked, false)) return true;
  for (const unsigned device_rate : {48000U, 16000U, 8000U, 44100U}) {
    if (openable && device_rate != asked && attempt(name, device_rate, false)) return true;
  }
  if (openable && attempt("plug:'" + name + "'", asked, true)) return true;
  error = first_error;
  return false;
}

void AlsaPcm::close() {
  if (pcm_ != nullptr) snd_pcm_close(pcm_);
  pcm_ = nullptr;
}

bool AlsaPcm::configure(const std::string& name, int rate, unsigned device_rate, bool convert, std::string& error) {
  const snd_pcm_stream_t stream = direction_ == Direction::playback ? SND_PCM_STREAM_PLAYBACK : SND_PCM_STREAM_CAPTURE;
  if (const int code = snd_pcm_open(&pcm_, name.c_str(), stream, SND_PCM_NONBLOCK); code < 0) {
    pcm_ = nullptr;
    error = explain("open", code);
    return false;
  }
  device_rate_ = device_rate;
  device_period_ = static_cast<snd_pcm_uframes_t>(period_samples_) * device_rate / static_cast<unsigned>(rate);
  if (!set_hardware(device_rate, convert, error) || !set_software(error)) return false;

  frames_.assign(device_period_ * channels_, 0);
  mono_.assign(device_period_, 0);
  const int from = direction_ == Direction::playback ? rate : static_cast<int>(device_rate);
  const int to = direction_ == Direction::playback ? static_cast<int>(device_rate) : rate;
  resampler_ = from == to ? nullptr : std::make_unique<Resampler>(from, to);
  converted_.clear();
  converted_.reserve(std::max<std::size_t>(device_period_, static_cast<std::size_t>(period_samples_)) + 1);
  descriptors_.resize(static_cast<std::size_t>(std::max(0, snd_pcm_poll_descriptors_count(pcm_))));
  return true;
}

bool AlsaPcm::set_hardware(unsigned device_rate, bool convert, std::string& error) {
  snd_pcm_hw_params_t* hardware = nullptr;
  snd_pcm_hw_params_alloca(&hardware);
  int code = snd_pcm_hw_params_any(pcm_, hardware);
  const char* step = "hw_params_any";
  const auto then = [&](const char* name, auto set) {
    if (code < 0) return;
    step = name;
    code = set();
  };
  then("access", [&] { return snd_pcm_hw_params_set_access(pcm_, hardware, SND_PCM_ACCESS_RW_INTERLEAVED); });
  then("S16", [&] { return snd_pcm_hw_params_set_format(pcm_, hardware, SND_PCM_FORMAT_S16); });
  // Mono, or what comes nearest: every channel plays the same, the first is heard.
  channels_ = 1;
  then("channels", [&] { return snd_pcm_hw_params_set_channels_near(pcm_, hardware, &channels_); });
  then("no conversion", [&] { return snd_pcm_hw_params_set_rate_resample(pcm_, hardware, convert ? 1 : 0); });
  then("rate", [&] { return snd_pcm_hw_params_set_rate(pcm_, hardware, device_rate, 0); });
  snd_pcm_uframes_t period = device_period_;
  then("period", [&] { return snd_pcm_hw_params_set_period_size_near(pcm_, hardware, &period, nullptr); });
  device_buffer_ = std::max(buffer_periods * device_period_, 4 * period);
  then("buffer", [&] { return snd_pcm_hw_params_set_buffer_size_near(pcm_, hardware, &device_buffer_); });
  then("hw_params", [&] { return snd_pcm_hw_params(pcm_, hardware); });
  // A card that moves in larger steps than ours needs such a step more in advance.
  const auto steps = static_cast<int>((period + device_period_ - 1) / device_period_);
  prefill_periods_ = steps + 1;
  max_prefill_periods_ = prefill_periods_ + 2;
  if (code >= 0 && device_buffer_ < static_cast<snd_pcm_uframes_t>(prefill_periods_ + 1) * device_period_) {
    error = "its buffer is too small for its period";
    return false;
  }
  if (code >= 0) return true;
  error = explain(step, code);
  return false;
}

bool AlsaPcm::set_software(std::string& error) {
  snd_pcm_sw_params_t* software = nullptr;
  snd_pcm_sw_params_alloca(&software);
  int code = snd_pcm_sw_params_current(pcm_, software);
  // Started by `start` alone. Playback wakes when all but the prefill less one period is played.
  snd_pcm_uframes_t wake = device_period_;
  if (direction_ == Direction::playback) {
    wake = device_buffer_ - static_cast<snd_pcm_uframes_t>(prefill_periods_ - 1) * device_period_;
  }
  if (code >= 0) code = snd_pcm_sw_params_set_start_threshold(pcm_, software, device_buffer_ * 2);
  if (code >= 0) code = snd_pcm_sw_params_set_avail_min(pcm_, software, wake);
  if (code >= 0) code = snd_pcm_sw_params(pcm_, software);
  if (code >= 0) return true;
  error = explain("sw_params", code);
  return false;
}

AlsaPcm::Outcome AlsaPcm::start() {
  if (const int code = snd_pcm_prepare(pcm_); code < 0) return fail(code, "prepare");
  if (resampler_) resampler_->reset();
  if (direction_ == Direction::playback) {
    std::fill(frames_.begin(), frames_.end(), std::int16_t{0});
    for (int i = 0; i < prefill_periods_; ++i) {
      const auto written = snd_pcm_writei(pcm_, frames_.data(), device_period_);
      if (written < 0) return fail(static_cast<int>(written), "prefill");
    }
  }
  if (const int code = snd_pcm_start(pcm_); code < 0) return fail(code, "start");
  return Outcome::done;
}

AlsaPcm::Outcome AlsaPcm::fail(int code, const char* what) {
  failure_ = explain(what, code);
  return Outcome::failed;
}

AlsaPcm::Outcome AlsaPcm::recover(int code) {
  if (code == -EPIPE) {
    ++xruns_;
    if (direction_ == Direction::playback && prefill_periods_ < max_prefill_periods_ &&
        static_cast<snd_pcm_uframes_t>(prefill_periods_ + 2) * device_period_ <= device_buffer_) {
      ++prefill_periods_;
      std::string unused;
      set_software(unused);
    }
  } else if (code != -ESTRPIPE) {
    // ENODEV after an unplug; EIO and EBADFD from drivers that went away less politely.
    return fail(code, direction_ == Direction::playback ? "playback" : "capture");
  }
  // After a suspend too: few drivers resume, all can be prepared again.
  return start() == Outcome::failed ? Outcome::failed : Outcome::recovered;
}

long AlsaPcm::waiting(Outcome& outcome) {
  outcome = Outcome::done;
  snd_pcm_sframes_t available = snd_pcm_avail(pcm_);
  if (available < 0) {
    outcome = recover(static_cast<int>(available));
    if (outcome == Outcome::failed) return -1;
    available = std::max<snd_pcm_sframes_t>(0, snd_pcm_avail(pcm_));
  }
  const auto frames = direction_ == Direction::capture ? available
                                                       : static_cast<snd_pcm_sframes_t>(device_buffer_) - available;
  return static_cast<long>(frames * period_samples_ / static_cast<snd_pcm_sframes_t>(device_period_));
}

int AlsaPcm::delay_ms() const {
  snd_pcm_sframes_t frames = 0;
  if (pcm_ == nullptr || snd_pcm_delay(pcm_, &frames) < 0) return 0;
  return static_cast<int>(std::clamp<snd_pcm_sframes_t>(frames * 1000 / static_cast<snd_pcm_sframes_t>(device_rate_), 0, 500));
}

AlsaPcm::Outcome AlsaPcm::read(std::span<std::int16_t> period) {
  fruitless_waits_ = 0;
  const auto got = snd_pcm_readi(pcm_, frames_.data(), device_period_);
  if (got < 0 || static_cast<snd_pcm_uframes_t>(got) < device_period_) {
    std::fill(period.begin(), period.end(), std::int16_t{0});
    return got < 0 && got != -EAGAIN ? recover(static_cast<int>(got)) : Outcome::recovered;
  }
  for (std::size_t i = 0; i < mono_.size(); ++i) mono_[i] = frames_[i * channels_];
  std::span<const std::int16_t> pcm = mono_;
  if (resampler_) {
    converted_.clear();
    resampler_->process(mono_, converted_);
    pcm = converted_;
  }
  const std::size_t count = std::min(pcm.size(), period.size());
  std::copy_n(pcm.begin(), count, period.begin());
  std::fill(period.begin() + static_cast<std::ptrdiff_t>(count), period.end(), std::int16_t{0});
  return Outcome::done;
}

AlsaPcm::Outcome AlsaPcm::write(std::span<const std::int16_t> period) {
  fruitless_waits_ = 0;
  if (resampler_) {
    converted_.clear();
    resampler_->process(period, converted_);
    period = converted_;
  }
  for (std::size_t i = 0; i < device_period_; ++i) {
    const std::int16_t sample = i < period.size() ? period[i] : std::int16_t{0};
    std::fill_n(frames_.begin() + static_cast<std::ptrdiff_t>(i * channels_), channels_, sample);
  }
  const auto written = snd_pcm_writei(pcm_, frames_.data(), device_period_);
  // A full buffer: the card is slower than the clock that drives it, and this period is dropped.
  if (written == -EAGAIN) return Outcome::done;
  return written < 0 ? recover(static_cast<int>(written)) : Outcome::done;
}

bool AlsaPcm::wait(int timeout_ms) {
  // Some plugins wake at every tick of a timer of theirs, and a broken one all the time: that must not take the processor.
  if (++fruitless_waits_ > 20) {
    const timespec pause{.tv_sec = 0, .tv_nsec = 1'000'000};
    nanosleep(&pause, nullptr);
  }
  if (snd_pcm_poll_descriptors(pcm_, descriptors_.data(), static_cast<unsigned>(descriptors_.size())) < 0) return false;
  const int ready = ::poll(descriptors_.data(), descriptors_.size(), timeout_ms);
  if (ready <= 0) return ready < 0 && errno == EINTR;
  // The plugin behind a descriptor turns its readiness into the stream's; an error shows in the next `waiting`.
  unsigned short events = 0;
  snd_pcm_poll_descriptors_revents(pcm_, descriptors_.data(), static_cast<unsigned>(descriptors_.size()), &events);
  return true;
}

}  // namespace hookswitch

#endif
