// A sound card for tests where there is none: an ALSA ioplug whose clock is CLOCK_MONOTONIC. Frame n of its life belongs to
// the instant epoch + n / rate. It captures frame n of a file (again from the start after its end) and puts what it plays at
// frame n of another, so lags between the two files are exact. ALSA's own `null` and `file` plugins have no clock.
//
//   pcm.NAME { type hookswitch_card  capture_file F  playback_file F  epoch_ms N  rate N  channels N  percent N  unplug_file F  stall_file F }
//
// `rate` and `channels` are all that the card can do (missing: anything); `percent` is how fast its clock runs (missing: 100).
// While `unplug_file` exists, the card is gone; while `stall_file` does, its clock stands still.
#ifndef PIC
#define PIC
#endif
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <fcntl.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * second_ns + now.tv_nsec;
}

struct Card {
  snd_pcm_ioplug_t plug{};
  std::int64_t epoch_ns = 0;
  std::int64_t percent = 100;
  std::int64_t started_ns = 0;
  bool running = false;
  std::int64_t application = 0;  // frames given by or to the application since `prepare`
  std::int64_t played = 0;       // of them already in the file
  std::vector<std::int16_t> captured;
  std::vector<std::int16_t> queue;  // one buffer of frames that wait to be played
  int playback_file = -1;
  int timer = -1;
  std::string unplug_file;
  std::string stall_file;
  std::int64_t stalled_ns = 0;  // since when its clock stands still; 0: it runs

  std::int64_t frames_at(std::int64_t duration_ns) const { return duration_ns / 100 * percent * plug.rate / second_ns; }
  std::int64_t position() {
    const bool stalled = !stall_file.empty() && access(stall_file.c_str(), F_OK) == 0;
    if (!stalled) stalled_ns = 0;
    if (stalled && stalled_ns == 0) stalled_ns = now_ns();
    return frames_at((stalled ? stalled_ns : now_ns()) - started_ns);
  }
  /// In the life of the card.
  std::int64_t first_frame() const { return frames_at(started_ns - epoch_ns); }
  bool unplugged() const { return !unplug_file.empty() && access(unplug_file.c_str(), F_OK) == 0; }

  void play_until(std::int64_t frame) {
    for (; played < frame && played < application; ++played) {
      const std::size_t place = static_cast<std::size_t>(played) % plug.buffer_size * plug.channels;
      const std::size_t bytes = plug.channels * sizeof(std::int16_t);
      const off_t at = (first_frame() + played) * static_cast<off_t>(bytes);
      if (playback_file >= 0 && pwrite(playback_file, &queue[place], bytes, at) < 0) return;
    }
  }
};

Card& card_of(snd_pcm_ioplug_t* plug) { return *static_cast<Card*>(plug->private_data); }

/// Wakes its reader every millisecond; what it then reports is decided by `avail_min`.
void run_timer(const Card& card, bool run) {
  itimerspec every{};
  if (run) every.it_interval.tv_nsec = every.it_value.tv_nsec = 1'000'000;
  timerfd_settime(card.timer, 0, &every, nullptr);
}

int start(snd_pcm_ioplug_t* plug) {
  Card& card = card_of(plug);
  card.started_ns = now_ns();
  card.running = true;
  run_timer(card, true);
  return 0;
}

int stop(snd_pcm_ioplug_t* plug) {
  Card& card = card_of(plug);
  if (card.running && plug->stream == SND_PCM_STREAM_PLAYBACK) card.play_until(card.position());
  card.running = false;
  run_timer(card, false);
  return 0;
}

int prepare(snd_pcm_ioplug_t* plug) {
  Card& card = card_of(plug);
  stop(plug);
  card.application = 0;
  card.played = 0;
  card.queue.assign(plug->buffer_size * plug->channels, 0);
  return card.unplugged() ? -ENODEV : 0;
}

snd_pcm_sframes_t pointer(snd_pcm_ioplug_t* plug) {
  Card& card = card_of(plug);
  if (card.unplugged()) return -ENODEV;
  if (!card.running) return 0;
  const std::int64_t position = card.position();
  if (plug->stream == SND_PCM_STREAM_PLAYBACK) {
    card.play_until(position);
    if (position > card.application) return -EPIPE;
  } else if (position - card.application > static_cast<std::int64_t>(plug->buffer_size)) {
    return -EPIPE;
  }
  return position % static_cast<std::int64_t>(plug->buffer_size);
}

snd_pcm_sframes_t transfer(snd_pcm_ioplug_t* plug, const snd_pcm_channel_area_t* areas, snd_pcm_uframes_t offset,
                           snd_pcm_uframes_t size) {
  Card& card = card_of(plug);
  auto* bytes = static_cast<char*>(areas[0].addr) + (areas[0].first + areas[0].step * offset) / 8;
  auto* frames = reinterpret_cast<std::int16_t*>(bytes);
  const std::size_t channels = plug->channels;
  for (std::size_t i = 0; i < size; ++i, ++card.application) {
    std::int16_t* frame = frames + i * channels;
    if (plug->stream == SND_PCM_STREAM_PLAYBACK) {
      std::copy_n(frame, channels, &card.queue[static_cast<std::size_t>(card.application) % plug->buffer_size * channels]);
    } else {
      const std::size_t length = card.captured.size() / channels;
      const auto number = static_cast<std::size_t>(card.first_frame() + card.application);
      for (std::size_t c = 0; c < channels; ++c) {
        frame[c] = length == 0 ? std::int16_t{0} : card.captured[number % length * channels + c];
      }
    }
  }
  return static_cast<snd_pcm_sframes_t>(size);
}

int poll_revents(snd_pcm_ioplug_t* plug, pollfd* descriptors, unsigned, unsigned short* events) {
  std::uint64_t ticks = 0;
  if ((descriptors[0].revents & POLLIN) != 0 && read(card_of(plug).timer, &ticks, sizeof ticks) < 0) ticks = 0;
  snd_pcm_sw_params_t* software = nullptr;
  snd_pcm_sw_params_alloca(&software);
  snd_pcm_uframes_t least = 1;
  if (snd_pcm_sw_params_current(plug->pcm, software) == 0) snd_pcm_sw_params_get_avail_min(software, &least);
  const snd_pcm_sframes_t available = snd_pcm_avail_update(plug->pcm);
  const bool ready = available < 0 || available >= static_cast<snd_pcm_sframes_t>(least);
  *events = static_cast<unsigned short>(!ready ? 0 : plug->stream == SND_PCM_STREAM_CAPTURE ? POLLIN : POLLOUT);
  return 0;
}

int close_card(snd_pcm_ioplug_t* plug) {
  Card* card = &card_of(plug);
  close(card->timer);
  if (card->playback_file >= 0) close(card->playback_file);
  delete card;
  return 0;
}

const snd_pcm_ioplug_callback_t callbacks = [] {
  snd_pcm_ioplug_callback_t made{};
  made.start = start;
  made.stop = stop;
  made.pointer = pointer;
  made.transfer = transfer;
  made.close = close_card;
  made.prepare = prepare;
  made.poll_revents = poll_revents;
  return made;
}();

struct Options {
  std::string capture_file;
  std::string playback_file;
  std::string unplug_file;
  std::string stall_file;
  long epoch_ms = 0;
  long rate = 0;
  long channels = 0;
  long percent = 100;
};

Options options_of(snd_config_t* config) {
  Options options;
  const auto text = [&](const char* key, std::string& value) {
    snd_config_t* node = nullptr;
    const char* found = nullptr;
    if (snd_config_search(config, key, &node) == 0 && snd_config_get_string(node, &found) == 0) value = found;
  };
  const auto number = [&](const char* key, long& value) {
    snd_config_t* node = nullptr;
    if (snd_config_search(config, key, &node) == 0) snd_config_get_integer(node, &value);
  };
  text("capture_file", options.capture_file);
  text("playback_file", options.playback_file);
  text("unplug_file", options.unplug_file);
  text("stall_file", options.stall_file);
  number("epoch_ms", options.epoch_ms);
  number("rate", options.rate);
  number("channels", options.channels);
  number("percent", options.percent);
  return options;
}

void read_captured(Card& card, const std::string& name) {
  const int file = open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  const off_t bytes = lseek(file, 0, SEEK_END);
  card.captured.resize(static_cast<std::size_t>(bytes) / sizeof(std::int16_t));
  if (pread(file, card.captured.data(), card.captured.size() * sizeof(std::int16_t), 0) < 0) card.captured.clear();
  close(file);
}

int constrain(snd_pcm_ioplug_t* plug, const Options& options) {
  // ALSA's converting plugins reach what is behind them by the second.
  static const unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
  static const unsigned format[] = {SND_PCM_FORMAT_S16_LE};
  const auto rate = static_cast<unsigned>(options.rate);
  const auto channels = static_cast<unsigned>(options.channels);
  int code = snd_pcm_ioplug_set_param_list(plug, SND_PCM_IOPLUG_HW_ACCESS, 2, access);
  if (code >= 0) code = snd_pcm_ioplug_set_param_list(plug, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
  const auto range = [&](int what, unsigned least, unsigned most) {
    if (code >= 0) code = snd_pcm_ioplug_set_param_minmax(plug, what, least, most);
  };
  range(SND_PCM_IOPLUG_HW_CHANNELS, channels != 0 ? channels : 1, channels != 0 ? channels : 2);
  range(SND_PCM_IOPLUG_HW_RATE, rate != 0 ? rate : 8000, rate != 0 ? rate : 48000);
  range(SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1 << 16);
  range(SND_PCM_IOPLUG_HW_BUFFER_BYTES, 128, 1 << 18);
  range(SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
  return code;
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) SND_PCM_PLUGIN_DEFINE_FUNC(hookswitch_card) {
  (void)root;
  const Options options = options_of(conf);
  auto* card = new Card;
  card->epoch_ns = options.epoch_ms * 1'000'000;
  card->percent = options.percent;
  card->unplug_file = options.unplug_file;
  card->stall_file = options.stall_file;
  if (card->unplugged()) {
    delete card;
    return -ENODEV;
  }
  if (stream == SND_PCM_STREAM_CAPTURE) {
    read_captured(*card, options.capture_file);
  } else if (!options.playback_file.empty()) {
    card->playback_file = open(options.playback_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  }
  card->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  card->plug.version = SND_PCM_IOPLUG_VERSION;
  card->plug.name = "Hookswitch test card";
  card->plug.callback = &callbacks;
  card->plug.private_data = card;
  card->plug.poll_fd = card->timer;
  card->plug.poll_events = POLLIN;
  card->plug.mmap_rw = 0;
  int code = snd_pcm_ioplug_create(&card->plug, name, stream, mode);
  if (code < 0) {
    close_card(&card->plug);
    return code;
  }
  code = constrain(&card->plug, options);
  if (code < 0) {
    snd_pcm_ioplug_delete(&card->plug);
    return code;
  }
  *pcmp = card->plug.pcm;
  return 0;
}

__attribute__((visibility("default"))) SND_PCM_PLUGIN_SYMBOL(hookswitch_card)

}
