// The tick and the commands.
#include "engine/media_thread.h"

#include <algorithm>
#include <variant>

namespace hookswitch {

namespace {
constexpr int kPriority = 50;
/// 200 ms: nobody is told oftener who talks.
constexpr int kTalkTicks = 20;
}

MediaThread::MediaThread(CommandQueue& commands, DeviceOpener& opener, ReceiveThread& receiver, ThreadTime& time)
    : commands_(commands), opener_(opener), receiver_(receiver), time_(time) {
  sessions_.reserve(kMaxSessions);
  leaving_.reserve(kMaxSessions);
  recordings_.reserve(kMaxFiles);
  playbacks_.reserve(kMaxFiles);
  talkers_.type = EventType::talkers_changed;
}

bool MediaThread::start() {
  return thread_.start("media", [this] { run(); });
}

void MediaThread::stop() {
  stopping_.store(true);
  thread_.join();
}

void MediaThread::emit(const Event& event) {
  Event* slot = events_.claim();
  // A listener that is 512 events behind does not listen.
  if (slot == nullptr) return;
  *slot = event;
  events_.commit();
  emitted_ = true;
}

void MediaThread::run() {
  const std::string refusal = become_real_time(kPriority);
  if (!refusal.empty()) {
    Event event;
    event.type = EventType::priority_refused;
    event.set_text(refusal);
    emit(event);
  }
  while (!stopping_.load()) {
    wait_and_breathe(breather_, time_, [this] { sound_.wait(*this, opener_); });
    tick();
  }
  take_commands();
  while (!sessions_.empty()) retire(sessions_.size() - 1);
  for (Recording* recording : recordings_) recording->let_go();
  for (Playback* playback : playbacks_) playback->let_go();
  let_go();
  receiver_.notify();
}

void MediaThread::tick() {
  take_commands();
  const std::span<const int16_t> microphone = sound_.capture();
  const int64_t now_us = monotonic_us();
  // Before anything else, so that packets keep their rhythm; a conference must hear its parties first.
  for (Session* session : sessions_) {
    if (session->voice().group() == 0) session->send(session->heard() ? microphone : session->aside(*music_));
  }
  for (Session* session : sessions_) {
    session->receive(now_us, *this);
    session->pull(now_us, *this);
    const Voice& voice = session->voice();
    if (voice.audible() && session->heard()) sound_.hear(voice.sound());
  }
  if (grouped_) talk_with_groups(microphone);
  sound_.mix();
  record(microphone);
  play_files();
  sound_.play();
  for (Session* session : sessions_) session->report(now_us, *this);
  let_go();
  if (emitted_) {
    emitted_ = false;
    receiver_.notify();
  }
}

void MediaThread::talk_with_groups(std::span<const int16_t> microphone) {
  conference_.begin();
  for (Session* session : sessions_) conference_.add(session->voice());
  for (Session* session : sessions_) {
    if (session->voice().group() == 0) continue;
    session->send(conference_.minus(session->voice(), session->heard() ? microphone : std::span<const int16_t>()));
  }
  our_talk_.add(microphone);
  if (++talk_ticks_ < kTalkTicks) return;
  talk_ticks_ = 0;
  watch_talkers();
}

void MediaThread::watch_talkers() {
  Event now;
  now.type = EventType::talkers_changed;
  now.we_talk = our_talk_.judge();
  for (Session* session : sessions_) {
    if (session->voice().group() == 0 || !session->voice().talk().judge() || now.talker_count == kMostTalkers) continue;
    now.talkers[now.talker_count++] = session->id();
  }
  if (now.we_talk == talkers_.we_talk && now.talkers == talkers_.talkers && now.talker_count == talkers_.talker_count) return;
  talkers_ = now;
  emit(now);
}

void MediaThread::record(std::span<const int16_t> microphone) {
  for (size_t index = 0; index < recordings_.size();) {
    if (recordings_[index]->take(microphone, sound_.conversation())) {
      ++index;
      continue;
    }
    recordings_[index]->let_go();
    recordings_.erase(recordings_.begin() + static_cast<std::ptrdiff_t>(index));
  }
}

void MediaThread::play_files() {
  for (size_t index = 0; index < playbacks_.size();) {
    bool over = false;
    sound_.add(playbacks_[index]->pull(over));
    if (!over) {
      ++index;
      continue;
    }
    playbacks_[index]->let_go();
    playbacks_.erase(playbacks_.begin() + static_cast<std::ptrdiff_t>(index));
  }
}

void MediaThread::take_commands() {
  if (!commands_.try_take(taken_)) return;
  for (Command& command : taken_) {
    std::visit([this](auto& each) { handle(each); }, command);
  }
}

Session* MediaThread::find(uint32_t id) const {
  for (Session* session : sessions_) {
    if (session->id() == id) return session;
  }
  return nullptr;
}

void MediaThread::retire(size_t index) {
  Session* session = sessions_[index];
  session->leave(monotonic_us(), *this);
  sessions_.erase(sessions_.begin() + static_cast<std::ptrdiff_t>(index));
  leaving_.push_back(session);
}

void MediaThread::let_go() {
  while (!leaving_.empty() && receiver_.retire(leaving_.back())) leaving_.pop_back();
}

void MediaThread::handle(AttachDevice& command) { sound_.attach(command.path, command.slot, *this); }
void MediaThread::handle(DeviceOpened& command) { sound_.opened(command.slot, command.failure, command.again, *this); }
void MediaThread::handle(MixerFailed& command) {
  Event event;
  event.type = EventType::mixer_failed;
  event.path = command.path;
  event.set_text(command.failure);
  emit(event);
}

void MediaThread::handle(SelectPath& command) { sound_.select(command.path); }
void MediaThread::handle(SetVolume& command) { sound_.set_volume(command.path, command.level); }
void MediaThread::handle(SetMuted& command) { sound_.set_muted(command.muted); }
void MediaThread::handle(AddSession& command) { sessions_.push_back(command.session); }

void MediaThread::handle(ConfigureSession& command) {
  if (Session* session = find(command.session)) session->configure(*command.setup);
}

void MediaThread::handle(ConnectSession& command) {
  if (Session* session = find(command.session)) session->connect(command.heard);
}

void MediaThread::handle(MixSessions& command) {
  for (Session* session : sessions_) {
    const auto named = std::find_if(command.members.begin(), command.members.end(),
                                    [session](const MixSessions::Member& member) { return member.session == session->id(); });
    session->voice().join(named == command.members.end() ? uint8_t{0} : named->group);
  }
  grouped_ = !command.members.empty();
  talkers_ = Event();
  our_talk_ = TalkDetector();
}

void MediaThread::handle(SetVoice& command) {
  if (Session* session = find(command.session)) session->voice().set(command.muted, command.level_db);
}

void MediaThread::handle(SetSideTone& command) { sound_.set_side_tone(command.path, command.level_db); }
void MediaThread::handle(SetVoiceProcessor& command) { sound_.set_processor(command.path, command.processor); }
void MediaThread::handle(TapSound& command) { sound_.tap(command.tap); }
void MediaThread::handle(Announce& command) { sound_.announce(*command.tone); }

void MediaThread::handle(StartRecording& command) {
  if (recordings_.size() < kMaxFiles) {
    recordings_.push_back(command.recording);
  } else {
    command.recording->let_go();
  }
}

void MediaThread::handle(StopRecording& command) {
  std::erase_if(recordings_, [&](Recording* recording) {
    if (recording->id() != command.recording) return false;
    recording->let_go();
    return true;
  });
}

void MediaThread::handle(StartPlayback& command) {
  if (playbacks_.size() < kMaxFiles) {
    playbacks_.push_back(command.playback);
  } else {
    command.playback->let_go();
  }
}

void MediaThread::handle(StopPlayback& command) {
  std::erase_if(playbacks_, [&](Playback* playback) {
    if (playback->id() != command.playback) return false;
    playback->let_go();
    return true;
  });
}

void MediaThread::handle(FileEnded& command) {
  Event event;
  event.type = command.recorded ? EventType::recording_ended : EventType::playback_ended;
  event.session = command.id;
  event.ms = command.end.duration_ms;
  event.bytes = command.end.bytes;
  event.end = command.end.reason;
  event.set_text(command.end.failure);
  emit(event);
}

void MediaThread::handle(StartDtmf& command) {
  if (Session* session = find(command.session)) session->start_digit(command.event, command.volume);
}

void MediaThread::handle(SetMusic& command) { music_.swap(command.music); }

void MediaThread::handle(PlayMusic& command) {
  if (Session* session = find(command.session)) session->play_music(command.on);
}

void MediaThread::handle(StopDtmf& command) {
  if (Session* session = find(command.session)) session->stop_digit();
}

void MediaThread::handle(CloseSession& command) {
  for (size_t index = 0; index < sessions_.size(); ++index) {
    if (sessions_[index]->id() != command.session) continue;
    retire(index);
    return;
  }
}

void MediaThread::handle(RequestStatistics& command) {
  const Session* session = find(command.session);
  if (session == nullptr) return;
  Event event;
  event.type = EventType::statistics_reported;
  event.session = command.session;
  event.statistics = session->statistics();
  emit(event);
}

void MediaThread::handle(PlayTone& command) { sound_.play_tone(*command.tone); }
void MediaThread::handle(StopTone&) { sound_.stop_tone(); }
void MediaThread::handle(PlayRing& command) { sound_.play_ring(command.path, command.ring); }
void MediaThread::handle(StopRing&) { sound_.stop_ring(); }

}  // namespace hookswitch
