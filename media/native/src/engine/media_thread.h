// The media thread: every 10 ms it takes commands, the microphone and what the network brought, and gives packets and sound.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "engine/breather.h"
#include "engine/command_queue.h"
#include "engine/device_opener.h"
#include "engine/event.h"
#include "engine/receive_thread.h"
#include "engine/sound.h"
#include "engine/spsc_ring.h"
#include "engine/thread.h"
#include "mixer/conference.h"
#include "record/playback.h"
#include "record/recording.h"

namespace hookswitch {

class MediaThread final : public EventSink {
 public:
  MediaThread(CommandQueue& commands, DeviceOpener& opener, ReceiveThread& receiver, ThreadTime& time = ThreadTime::real());
  ~MediaThread() override { stop(); }

  bool start();
  /// Sessions that are still open say goodbye first.
  void stop();

  /// By the listener's thread: the oldest event, which `release` gives back.
  SpscRing<Event>& events() { return events_; }

  // EventSink, in the media thread.
  void emit(const Event& event) override;

  static constexpr size_t kMaxSessions = 64;
  static constexpr size_t kMaxFiles = 8;

 private:
  void run();
  void tick();
  void take_commands();
  Session* find(uint32_t id) const;
  void retire(size_t index);
  void talk_with_groups(std::span<const int16_t> microphone);
  void watch_talkers();
  void record(std::span<const int16_t> microphone);
  void play_files();
  void let_go();

  void handle(AttachDevice& command);
  void handle(DeviceOpened& command);
  void handle(MixerFailed& command);
  void handle(SelectPath& command);
  void handle(SetVolume& command);
  void handle(SetMuted& command);
  void handle(AddSession& command);
  void handle(ConfigureSession& command);
  void handle(ConnectSession& command);
  void handle(MixSessions& command);
  void handle(SetVoice& command);
  void handle(SetSideTone& command);
  void handle(SetVoiceProcessor& command);
  void handle(TapSound& command);
  void handle(Announce& command);
  void handle(StartRecording& command);
  void handle(StopRecording& command);
  void handle(StartPlayback& command);
  void handle(StopPlayback& command);
  void handle(FileEnded& command);
  void handle(StartDtmf& command);
  void handle(SetMusic& command);
  void handle(PlayMusic& command);
  void handle(StopDtmf& command);
  void handle(CloseSession& command);
  void handle(RequestStatistics& command);
  void handle(PlayTone& command);
  void handle(StopTone& command);
  void handle(PlayRing& command);
  void handle(StopRing& command);

  CommandQueue& commands_;
  DeviceOpener& opener_;
  ReceiveThread& receiver_;
  ThreadTime& time_;
  SpscRing<Event> events_{512};
  bool emitted_ = false;
  std::vector<Command> taken_;
  Sound sound_;
  std::vector<Session*> sessions_;
  std::vector<Session*> leaving_;
  /// What held calls hear; never nullptr.
  std::unique_ptr<std::vector<int16_t>> music_ = std::make_unique<std::vector<int16_t>>();
  Conference conference_{kTickSamples};
  bool grouped_ = false;
  TalkDetector our_talk_;
  int talk_ticks_ = 0;
  /// As they were last told.
  Event talkers_;
  std::vector<Recording*> recordings_;
  std::vector<Playback*> playbacks_;
  Breather breather_{{.busy_us = 100'000, .rest_us = 50'000}};
  std::atomic<bool> stopping_{false};
  Thread thread_;
};

}  // namespace hookswitch
