#pragma once

#include "http/direct.h"
#include "s3/signer.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace s3 {

// A fault: the store, or who vouches for us there, does not do as it is told.
class Fault : public std::runtime_error {
public:
    explicit Fault(const std::string& reason, std::string code_of_s3 = {})
        : std::runtime_error(reason), code(std::move(code_of_s3)) {}
    std::string code; // "SlowDown"; empty where S3 said nothing.
};

// Where credentials come from, and those that are in use. Those that expire are fetched anew five minutes before, by
// whoever needs them first; while that fails, the old ones serve to their end. Thread-safe.
class Wallet {
public:
    using Fetch = std::function<Credentials()>; // Throws Fault.

    Wallet(Fetch fetch, const base::Clock& clock) : fetch_(std::move(fetch)), clock_(clock) {}

    // May wait for another machine. Throws Fault.
    Credentials credentials();
    // After `refused` were refused: others, if there can be any. Whether there are. Throws Fault.
    bool renew(const Credentials& refused);

private:
    void fetch_now();

    Fetch fetch_;
    const base::Clock& clock_;
    std::mutex mutex_; // Guards what follows; held while they are fetched, so that one fetches for all.
    std::optional<Credentials> current_;
    base::Time not_before_ = {}; // After a failure, nobody is asked for a while.
};

using Environment = std::map<std::string, std::string>;

// The credentials of the container or the machine that we run on, as AWS gives them to its tasks, pods and instances:
// by the variables that it sets, or from the metadata service.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
Wallet::Fetch role_of_this_machine(std::shared_ptr<http::DirectClient> client, const Environment& environment);

// Of this process: those that role_of_this_machine() looks at.
Environment aws_environment();

} // namespace s3
