# SPDX-License-Identifier: Apache-2.0
"""What the demo model knows: kinds of question, their answers and templates of how they are asked.

Templates: (a|b) is a choice, [a] may be left out. questions.txt holds more questions, written by hand.
An answer counts as right when it contains, ignoring case, at least one word of every group in `expect`.
"""
import re
from typing import NamedTuple


class Family(NamedTuple):
    name: str
    answer: str
    expect: list
    ask: list


def concept(one, many, bare=None):
    """Ways to ask what something is. `one` carries its article."""
    bare = bare or one.split(" ", 1)[-1]
    return [
        f"what (is|exactly is) {one}[ in Paddock|, please| for you]",
        f"what's {one}[ in Paddock]",
        f"what are {many}[ in Paddock]",
        f"in Paddock, what (is {one}|are {many})",
        f"explain ({one}|{many}|{bare})[ to me]",
        f"(can|could|would) you [please ](explain|describe|tell me) what {one} is",
        f"(can|could) you explain {many}[ to me]",
        f"define {bare}",
        f"what (does {bare} mean|is meant by {one}|does the word {bare} mean|do you mean by {one})",
        f"tell me (about {many}|what {one} is|something about {many}|more about {many})",
        f"describe ({one}|{many})",
        f"what is {one} (for|good for|used for)",
        f"what is the (purpose|role|meaning|idea|point) of {one}",
        f"i [really ]do not (know|understand) what {one} is",
        f"[the ](meaning|definition) of {bare}",
        f"{bare}",
        f"{one}, what is (that|it)",
        f"give me the definition of {bare}",
        f"help me understand ({one}|{many})",
        f"what kind of thing is {one}",
        f"what (does {one} do|do {many} do)",
        f"what should i know about {many}",
        f"i have a question about {many}: what are they",
        f"do you know what {one} is",
        f"how would you (define|describe|explain) {one}",
        f"what (might|could|can) {one} be",
        f"i (saw|read|heard|found) the word {bare}, what (is it|is that|does it mean)",
        f"i (read|heard|hear|read a lot) about {many}, what (is that|is this|are those)",
        f"everyone talks about {many}[, what are they]",
        f"the word {bare} is new to me",
        f"never heard of {many}",
        f"{bare} means what",
        f"what do people mean by {bare}",
        f"what (sort|type) of thing is {one}",
        f"please explain in (one sentence|short|a few words) what {one} is",
        f"can i (get|have) a (short |simple |)(definition|explanation) of {one}",
        f"a (short|simple) explanation of {one}",
        f"i do not get {many}",
        f"say what {one} is",
        f"how should i (think of|picture) {one}",
        f"what is (special|important) about {one}",
        f"when somebody says {bare}, what (is meant|do they mean)",
        f"what (task|work|duty) (does {one} have|has {one})",
        f"{many}: what are they (good |)for",
    ]


HOW = ("(how (do|can|would|should|could) (i|we|one)|how to|how do you|what do i (type|run|do|use) to|"
       "which (command|verb) (do i use|is used|lets me|can i use|do i need) to|what is the (command|verb|way|right command) to|"
       "what command (do i use to|lets me|will)|show me how to|tell me how to|i (want|need|would like|have) to|"
       "(can|could) you tell me how to|is there a (command|way) to|can i|help me|i do not know how to|"
       "please explain how to|the command to|explain how to|what is the best way to|"
       "how can (someone|somebody|anybody)|how does one|walk me through how to|give me the steps to|what steps (are needed|do i take) to|is it possible to|"
       "please help me to|i am trying to|what must i do to|what (should|can|must) i (enter|write|call) to|my task is to|how (might|may|must) i|how am i supposed to|"
       "where (can|do) i|i'd like to|i would love to|let me|which line do i type to|name the command to|what is needed to|teach me to|remind me how to|"
       "does a (command|verb) exist to|with which (command|tool) (can|would) i|list the steps to|describe the steps to|what is the first step to|are there steps to|what is there to|i cannot find out how to|i forgot how to|what lets me|what helps me to|"
       "tell me the (command|verb) to|give me the (command|verb) to|i am looking for a (command|way) to|is there anything to)")


def third(t):
    """"(add|set up) a backend" to "(adds|sets up) a backend"; None when it does not start with a verb."""
    if t.startswith("("):
        end = t.index(")")
        verbs, rest = t[1:end].split("|"), t[end + 1:]
    else:
        verbs, _, rest = t.partition(" ")
        verbs, rest = [verbs], " " + rest if rest else ""
    if not all(re.fullmatch("[a-z ]+", v) for v in verbs) or "(" in rest[:1]:
        return None

    def say(v):
        first, _, more = v.partition(" ")
        first = {"have": "has", "try": "tries"}.get(first) or first + ("es" if first.endswith(("sh", "ch", "ss", "o", "x")) else "s")
        return first + (" " + more if more else "")
    return "(" + "|".join(say(v) for v in verbs) + ")" + rest


def howto(*things):
    """Ways to ask how something is done."""
    out = []
    for t in things:
        out += [f"{HOW} {t}", f"{HOW} {t}", t, f"{t}, how (does that work|do i do that|is it done|can i do it)",
                f"i (want|need|would like|am trying|have|wish|am about|plan|hope) to {t}. (how|what do i type|which command is it|how is that done|what do i do|which verb helps|how do i go about it|tell me how)"]
        if third(t):
            out.append(f"(which|what) (command|verb|line|call|tool|) {third(t)}")
            out.append(f"(tell me|name|give me|show me|i need|what is|is there) (the|a) (command|verb) (that|which) {third(t)}")
    return out


FAMILIES = []


def add(name, answer, expect, ask):
    FAMILIES.append(Family(name, answer, [[g] if isinstance(g, str) else g for g in expect], ask))


# ---------------------------------------------------------------- what things are

add("paddock", "Paddock is a runtime for local language models on the JVM. It runs on OSGi and Karaf and swaps backends while it serves.",
    ["runtime", "local", "jvm"],
    ["what (is|exactly is) [this ]Paddock[ about|, please| for| good for| used for]", "what's Paddock[ about]", "explain [to me what ]Paddock[ is]", "(can|could) you (explain|describe) Paddock[ to me]",
     "tell me (about|something about|more about|what you know about) Paddock", "describe Paddock[ to me| in one sentence| in short]", "what (does|can) [this ]Paddock do[ for me]",
     "what (kind|sort) of (program|software|thing|project|tool) is (Paddock|this)", "what is (this (program|project|software|tool)|this thing)[ about| for]", "why (would i use|should i use|do i need) Paddock",
     "Paddock", "define Paddock", "give me (an overview|a summary) of Paddock", "i have never heard of Paddock, what is it", "what is the (purpose|idea|point|goal) of (Paddock|this project)",
     "introduce Paddock[ to me]", "do you know what Paddock is", "who needs Paddock", "what is Paddock (made|meant) for"])

add("backend", "A backend is a bundle that teaches Paddock one kind of engine, such as llama.cpp, Ollama or an OpenAI-compatible server.",
    ["bundle", "llama.cpp", "ollama"], concept("a backend", "backends") + ["what does (a|the) backend do[ in Paddock]", "what are backends for", "what do you call a backend"])

add("lease", "A lease is a claim on an endpoint with an owner and a TTL. While a lease lives, its instance is kept running.",
    ["claim", "owner", "ttl"], concept("a lease", "leases") + ["why (are there|do we need|does Paddock have|does Paddock use) leases", "why do i need a lease", "what do i need a lease for"])

add("instance", "An instance is one running engine that serves a model. Paddock has started it or attached to it.",
    ["engine", "model", "started"], concept("an instance", "instances") + ["what does Paddock call an instance", "what is a running instance"])

add("endpoint", "An endpoint is what a caller asks for: a backend together with a model and its options. An instance serves it.",
    ["caller", "backend", "options"], concept("an endpoint", "endpoints") + ["what makes up an endpoint", "what belongs to an endpoint"])

add("kernel", "The kernel is the core of Paddock. It owns the instances, the leases and the child processes.",
    ["core", "instances", "leases"], concept("the kernel", "kernels", "kernel") + ["what is the (core|heart) of Paddock", "what does the Paddock kernel (do|own)", "what is the kernel responsible for", "which part owns the processes"])

add("gateway", "The gateway is the HTTP door of Paddock. It speaks the OpenAI API under /v1 and passes each request to an instance.",
    ["openai", "/v1"], concept("the gateway", "gateways", "gateway") + ["what does the Paddock gateway do", "what is the gateway responsible for", "which part (takes|handles) the requests", "what is the http gateway"])

add("manifest", "A manifest says what a backend can do: its capabilities, its options and how it starts. It does not change while the backend is registered.",
    ["backend", "capabilities"], concept("a manifest", "manifests") + ["what (is|stands) in (a|the) manifest", "what does the manifest (say|tell|contain)", "what is a backend manifest", "what is the manifest of a backend"])

add("ttl", "TTL means time to live: how long a lease lasts unless somebody renews it.",
    ["time to live", "lease"], concept("the TTL", "TTLs", "TTL") + ["what does (TTL|ttl) (mean|stand for)", "what is ttl", "what is the time to live", "TTL stands for what", "what is the TTL of a lease", "what is a lease TTL", "time to live", "spell out TTL"])

add("canary", "A canary is a small test request that a new instance must answer well before it gets real traffic.",
    ["test", "new", "traffic"], concept("a canary", "canaries") + ["what is (a|the) canary (check|test|request)", "what does the canary (do|check|test) in a swap", "why does a swap use a canary", "what is canary testing", "how does Paddock test a new instance"])

add("rollback", "Rollback means that a failed swap changes nothing: if the new revision fails its canary, the old one keeps serving.",
    ["swap", "fail", "old"], concept("a rollback", "rollbacks") + ["what is rollback", "what happens (when|if) a swap (fails|goes wrong|does not work)", "what (happens|does Paddock do) (when|if) the canary fails", "what if the new (revision|version|backend) (is broken|fails|does not work)", "can a swap be (undone|rolled back)", "how does rollback work"])

add("swap", "A swap replaces one revision of a backend by another while requests go on. The old one is drained, so no request is lost.",
    ["revision", "drain"], concept("a swap", "swaps") + ["what is a (hot|zero-downtime|zero downtime) swap", "what does (hot-swappable|hot swappable|zero downtime|zero-downtime) mean", "what is (hot swapping|zero downtime|hot swap)", "how does (a swap|a hot swap|swapping|a zero-downtime swap) work", "what happens (during|in) a swap"])

add("draining", "Draining means that an instance grants no new leases and finishes the work it has. Then it is stopped.",
    ["no new", "finish"], concept("draining", "draining instances", "draining") + ["what does (draining|drain|drained) mean", "what is a draining instance", "what does Paddock mean by drain", "what happens when an instance (is drained|drains|is draining)", "why is my instance draining", "what does it mean to drain an instance", "the state is draining, what is that"])

add("compatibility", "Compatibility says whether a backend can serve your request. If it cannot, Paddock names the reason.",
    ["whether", "backend", "reason"], concept("compatibility", "compatibility answers", "compatibility") + ["what is (a|the) compatibility (answer|check|result)", "how does compatibility work", "how does Paddock check compatibility", "what does compatible mean", "what does incompatible mean", "how do i know (if|whether) a backend is compatible"])

add("revision", "A revision is one version of a backend bundle. A swap goes from one revision to the next.",
    ["version", "backend"], concept("a revision", "revisions") + ["what is (a backend revision|the revision of a backend)", "what does Paddock call a revision", "what is a new revision"])

add("generation", "The generation of an endpoint is a number that starts at 1 and grows whenever its current instance changes.",
    ["number", "grows"], concept("a generation", "generations") + ["what is (the|an) (endpoint generation|generation of an endpoint|generation number)", "what does endpoint_generation mean", "what is endpoint_generation", "when does the generation (grow|change)", "what is the generation"])

add("worker", "A worker is a JVM of its own that runs llama.cpp, so a crash there cannot take Paddock down.",
    ["jvm", "crash"], concept("a worker", "workers") + ["what is a (worker jvm|worker process)", "why does llama.cpp run in a worker", "why does Paddock use a worker", "what runs in a worker", "what is the worker engine"])

add("management", "Runtime managed means that Paddock starts and stops the engine. Externally managed means that somebody else does.",
    ["starts and stops", "somebody else"],
    ["what (is|are) (the |)management (mode|modes)", "what does (runtime managed|runtime_managed|externally managed|externally_managed|managed) mean", "what is (runtime managed|externally managed|a management mode)",
     "what is the difference between runtime managed and externally managed", "explain (the |)management modes", "which management modes are there", "what is an (externally managed|runtime managed) instance",
     "who (manages|starts) the engine", "tell me about (management modes|externally managed instances|runtime managed instances)", "what is the difference between spawned and attached", "what does attached mean", "what does it mean to attach to an engine"])

add("karaf", "Apache Karaf is the OSGi container that Paddock runs in. It brings features, bundles and the console.",
    ["osgi", "container"], concept("Karaf", "Karaf", "Karaf") + ["what is (Apache Karaf|the Karaf container)", "why does Paddock (use|need|run on|run in) Karaf", "what does Paddock use Karaf for", "which container does Paddock (use|run in)", "what does Karaf (do|bring)"])

add("osgi", "OSGi is a module system for Java. Its bundles can be installed, replaced and removed while the program runs.",
    ["module", "java", "bundles"], concept("OSGi", "OSGi", "OSGi") + ["what is the OSGi (framework|standard)", "why does Paddock (use|need) OSGi", "what does Paddock use OSGi for", "which module system does Paddock use", "what does OSGi (do|bring)"])

add("bundle", "A bundle is a module for OSGi: a jar that can be installed and removed while the program runs.",
    ["jar", "osgi"], concept("a bundle", "bundles") + ["what is an OSGi bundle", "what are OSGi bundles", "what does Karaf call a bundle", "is a bundle a jar"])

add("feature", "A feature is a named set of bundles that Karaf installs together. Every backend has one.",
    ["set of bundles"], concept("a feature", "features") + ["what is a Karaf feature", "what are Karaf features", "what does Karaf call a feature", "what is (the feature of a backend|a backend feature)"])

add("gguf", "GGUF is the file format of llama.cpp models. One file holds the weights, the words and the chat template.",
    ["file format", "llama.cpp"], concept("GGUF", "GGUF files", "GGUF") + ["what is a (gguf|GGUF) (file|model)", "what is the GGUF format", "what is in a GGUF file", "what does gguf (mean|contain)", "what does a GGUF file hold"])

add("llamacpp", "llama.cpp is an engine for language models, written in C and C++. Paddock runs it through the llama.cpp backend.",
    ["engine", "llama.cpp backend"], concept("llama.cpp", "llama.cpp", "llama.cpp") + ["what is the llama.cpp (backend|engine)", "what is llama cpp", "does Paddock (use|run|support) llama.cpp", "can (Paddock|i) (use|run) llama.cpp", "what does Paddock use llama.cpp for", "what does the llama.cpp backend do"])

add("ollama", "Yes. Ollama serves models on your machine, and the Ollama backend attaches to an Ollama that is already running.",
    ["yes", "ollama backend", "attach"],
    ["(can|could|does|will) (Paddock|it|i) (use|work with|talk to|connect to|support|attach to) Ollama[ too| with Paddock| as well]", "is Ollama supported[ by Paddock]", "is there an Ollama backend", "(can|does) Paddock (use|work with) my Ollama[ models]",
     "how (does Paddock use|do i use|do i connect|can i use|does Paddock work with) Ollama", "what about Ollama", "i have Ollama[ running], can (Paddock|i) use it", "what is (the Ollama backend|Ollama)", "Ollama", "Ollama support",
     "tell me about (Ollama|the Ollama backend)", "what does the Ollama backend do", "do you support Ollama", "explain Ollama", "does it (work|run) with Ollama", "i want to use Ollama"])

add("openai_server", "Yes. The OpenAI backend attaches to any server that is OpenAI-compatible.",
    ["yes", "openai backend", "attach"],
    ["(can|could|does|will) (Paddock|it|i) (use|work with|talk to|connect to|support|attach to) (an OpenAI-compatible server|another OpenAI server|OpenAI-compatible servers|a remote OpenAI server|an OpenAI compatible server)",
     "is there (an OpenAI backend|a backend for OpenAI servers|a backend for OpenAI-compatible servers)", "what (is|does) the OpenAI backend[ do]", "are OpenAI-compatible servers supported", "how do i (use|connect|attach) (an OpenAI-compatible server|another OpenAI server|a remote server)",
     "can Paddock use (a remote server|a server on another machine|vLLM|LM Studio)", "tell me about the OpenAI backend", "explain the OpenAI backend", "the OpenAI backend", "what about OpenAI-compatible servers", "i have an OpenAI-compatible server, can Paddock use it", "does Paddock work with (vLLM|LM Studio)"])

# ---------------------------------------------------------------- backends: doing things

add("install_backend", "Install its feature with feature:install in the console. paddock:backends then shows it, without a restart.",
    ["feature:install"],
    howto("(install|add|set up|load|get|deploy) (a|another|a new|the Ollama|the llama.cpp|the OpenAI|one more) backend", "(install|add) backends", "plug in (a|another|a new) backend") + ["how (is|are) (a backend|backends|a new backend) (installed|added)", "what does it take to add a backend"])

add("list_backends", "Use paddock:backends in the console. It lists every registered backend.",
    ["paddock:backends"],
    howto("(list|see|show|view|display|print|check|get) (the|all|all the|my|the installed|installed|the registered|all registered) backends", "(see|find out|know|check) which backends are (installed|there|registered|available|running)", "get a list of [the |all ]backends") + ["which backends are (installed|registered)", "what backends do i have", "where do i see the backends", "what does paddock:backends do", "paddock:backends"])

add("remove_backend", "Uninstall its feature with feature:uninstall in the console. Paddock drains and stops what the backend was running.",
    ["feature:uninstall"],
    howto("(remove|uninstall|delete|unload|get rid of|take out|throw out) (a|the|my|one|an old|the Ollama|the llama.cpp|the OpenAI) backend", "(remove|uninstall) backends", "take a backend (away|out)") + ["how (is a backend|are backends) (removed|uninstalled)"])

add("backend_removed", "New work for it is refused, running requests are drained, and the kernel stops its instances. Other backends keep serving.",
    ["refused", "drain", "other backends"],
    ["what happens (when|if|after) (a|the|my) backend is (removed|uninstalled|deleted|gone|taken away|unloaded)", "what happens (when|if|after) i (remove|uninstall|delete|unload) (a|the|my) backend", "what happens to (the instances|the requests|running requests|my requests|other backends|leases) (when|if) (a|the) backend is (removed|uninstalled)",
     "what does Paddock do (when|if) (a|the) backend is (removed|uninstalled|gone)", "what (if|when) a backend (goes away|disappears|vanishes|leaves)", "what (happens|does Paddock do) when a backend (goes away|disappears|vanishes|leaves)", "do other backends (suffer|stop|fail) when one is removed", "can i remove a backend while it is (working|serving|in use|busy)", "is it safe to remove a backend",
     "does removing a backend (break|stop) (requests|anything|the others)", "what are the effects of removing a backend", "a backend was removed, what happens now"])

add("swap_backend", "Use paddock:swap in the console. Paddock starts the new revision beside the old one, checks it with a canary and moves the traffic.",
    ["paddock:swap", "canary"],
    howto("(swap|replace|update|upgrade|exchange|switch|change) (a|the|my|the Ollama|the llama.cpp) backend", "(swap|switch|move|upgrade|update) to (a|the) (new|newer) (revision|version)[ of a backend]", "(replace|update|upgrade) a backend (without downtime|while it runs|with zero downtime)", "(do|start|make|run) a swap") + ["how (is a backend|are backends) (swapped|updated|replaced|upgraded)", "what does paddock:swap do", "paddock:swap", "can i (swap|update|replace) a backend (without downtime|while it serves|while it is running)"])

add("restart_needed", "No. Backends come and go while Paddock runs, without a restart.",
    ["no", "without a restart"],
    ["(do|must|should) i [have to |need to ](restart|reboot)[ Paddock] (after|when|to|for) (install|installing|adding|removing|swapping|updating|add|remove|swap) a [new ]backend", "does (Paddock|it|a swap|a new backend|installing a backend|an update) (need|require|cause|mean) a restart",
     "is a restart (needed|required|necessary)[ for a new backend| after an install| for a swap]", "do i need a restart[ for a new backend| for a swap]", "will Paddock restart when i (add|remove|swap) a backend", "can (backends|a backend) (come and go|be changed|be added|be removed) at run time", "are backends hot-swappable",
     "must Paddock be restarted[ for a new backend]", "do i have to (restart|stop) Paddock[ for a new backend| to change a backend]", "is Paddock hot-swappable", "does adding a backend (stop|interrupt) Paddock"])

add("which_backends", "There are three: llama.cpp, Ollama and OpenAI-compatible servers.",
    ["llama.cpp", "ollama", "openai"],
    ["which (backends|engines) (exist|are there|does Paddock (have|support|know|offer|come with)|are supported|can Paddock use|can i use|come with Paddock)", "what (backends|engines) (exist|are there|does Paddock (have|support|know|offer|come with)|are supported|can i use)",
     "how many (backends|engines) (are there|does Paddock have|exist)", "name (the|all|some) (backends|engines)[ of Paddock]", "what kinds of (backends|engines) (are there|exist)", "which inference engines (does Paddock|can Paddock|can i) (support|use|run)", "tell me (the|which) backends Paddock has", "what engines can Paddock run",
     "what can i plug into Paddock", "which (servers|programs) can Paddock work with"])

add("several_backends", "Yes. Several backends can be installed and serve at the same time, each with its own instances.",
    ["yes", "same time"],
    ["can (Paddock|i) (use|run|have|serve|install) (several|many|two|more than one|multiple|three|different) backends[ at the same time| at once| together| side by side]", "can (several|two|many|multiple|different) backends (run|work|serve|be installed)[ at the same time| at once| together| side by side]",
     "is it possible to (use|run|have) (several|two|more than one|multiple) backends", "does Paddock (support|allow) (several|multiple|many|two) backends[ at once]", "do backends run side by side", "may i (use|have|install) more than one backend", "can i use Ollama and llama.cpp (together|at the same time|at once|side by side)", "how many backends can (run at once|i use at once|i install)"])

# ---------------------------------------------------------------- instances, leases, models

add("list_instances", "Use paddock:instances in the console. It lists all instances with their state.",
    ["paddock:instances"],
    howto("(list|see|show|view|display|print|check|get) (the|all|all the|my|the running|running|the current) instances", "(see|find out|know|check) which instances are (running|there|up|active)", "get a list of [the |all ]instances", "see what is running") + ["which instances are (running|there|up|active)", "what instances do i have", "where do i see the instances", "what does paddock:instances do", "paddock:instances"])

add("list_leases", "Use paddock:leases in the console. It lists all leases with owner and TTL.",
    ["paddock:leases"],
    howto("(list|see|show|view|display|print|check|get) (the|all|all the|my|the open|the current|the active) leases", "(see|find out|know|check) which leases (exist|are there|are held|are active|are open)", "get a list of [the |all ]leases", "see who holds a lease") + ["which leases (exist|are there|are active)", "what leases do i have", "where do i see the leases", "what does paddock:leases do", "paddock:leases", "who holds a lease"])

add("list_models", "Use paddock:models in the console, or ask the gateway at /v1/models.",
    ["paddock:models"],
    howto("(list|see|show|view|display|print|check|get) (the|all|all the|my|the available|the installed) models", "(see|find out|know|check) which models (i have|are there|are available|can be used)", "get a list of [the |all ]models") + ["which models (are there|are available|can i use|do i have|does Paddock have)", "what models (do i have|are there|are available)", "where do i see the models", "what does paddock:models do", "paddock:models"])

add("ensure", "Use paddock:ensure in the console. It finds or starts a fitting instance and gives you a lease on it.",
    ["paddock:ensure", "lease"],
    howto("(get|take|make|create|ask for|request|acquire|obtain|open) (a|a new|my own|my first) lease", "(start|get|bring up|launch|load|create) (an|a new|a running) instance", "(load|start) a model", "ensure (an endpoint|an instance)") + ["how (is a lease|are leases) (made|created)", "what does (paddock:ensure|ensure) do", "paddock:ensure", "what is ensure", "what does ensure mean"])

add("renew", "Use paddock:renew with the lease id before its TTL runs out.",
    ["paddock:renew"],
    howto("(renew|extend|prolong|keep|refresh|hold) (a|my|the|this) lease", "keep (a|my|the) lease (alive|longer|from running out|from expiring)", "make (a|my|the) lease (last longer|live longer)", "give (a|my|the) lease more time") + ["how (is a lease|are leases) (renewed|extended)", "my lease (runs out soon|is about to run out|will expire soon), what (do|can|should) i do", "what does (paddock:renew|renew) do", "paddock:renew", "how do i stop my lease from (expiring|running out)"])

add("release", "Use paddock:release with the lease id. Releasing it twice does no harm.",
    ["paddock:release"],
    howto("(release|return|free|drop|end|give up|let go of|hand back|cancel|close) (a|my|the|this) lease", "give (a|my|the) lease back", "get rid of (a|my|the) lease") + ["how (is a lease|are leases) (released|given back|returned|ended)", "i (am done with|no longer need|do not need) my lease[ any more], what (do|should) i do", "what does (paddock:release|release) do", "paddock:release", "can i release a lease twice"])

add("ttl_default", "A lease lasts 60 seconds by default and 24 hours at most.",
    ["60 seconds", "24 hours"],
    ["how long (does|will|can|may) (a|my|the) lease (last|live|hold|run)[ by default| at most]", "what is the (default|longest|maximum|standard|usual) (TTL|ttl|time to live)[ of a lease]", "what is the (default|longest|maximum|standard) [life]time of a lease", "how (long|big|high) is the (default|maximum) TTL",
     "how (many seconds|many hours|long) is a lease[ valid]", "which TTL (does a lease have|is the default)", "what is the limit for the TTL", "when does a lease (expire|run out|end)", "how long until (a|my|the) lease (expires|runs out|ends)", "how large may the TTL be", "what TTL can i set", "the default TTL"])

add("lease_expired", "The lease is gone and no longer holds its instance. An instance that nobody holds may be stopped.",
    ["gone", "nobody"],
    ["what happens (when|if|after) (a|my|the) lease (expires|has expired|runs out|ends|ran out|is over)", "what happens (when|if|after) the TTL (expires|runs out|is over|ends|has run out)", "what does Paddock do (when|if) (a|my|the) lease (expires|runs out|ends)", "what (if|when) i (forget to renew|do not renew) (a|my|the) lease",
     "what happens (if|when) i (forget to renew|do not renew) (a|my|the) lease", "my lease (has expired|expired|ran out|is gone), what (happens|happens now|does that mean)", "what happens to (the|my) instance (when|if) (a|my|the) lease (expires|runs out|ends)", "is the instance stopped when the lease (expires|ends|runs out)", "what are the effects of an expired lease", "an expired lease"])

add("lease_owner", "The owner is named when the lease is made. Only the owner may renew or release it.",
    ["owner", "renew", "release"],
    ["(what|who) is (the|a) owner[ of a lease| of the lease]", "what is a lease owner", "who owns (a|the|my) lease", "who (may|can|is allowed to) (renew|release|change|end) (a|the|my) lease", "can (somebody else|another owner|others|other users|anyone|someone else) (renew|release|take|end) my lease", "what does owner mean", "why does a lease have an owner",
     "what is the owner for", "who is allowed to release a lease", "may i (release|renew) (a lease of somebody else|another owner's lease|the lease of somebody else)", "what is owner_ref", "explain the owner of a lease", "tell me about lease owners"])

add("stop_instance", "Use paddock:stop with the instance id. Paddock drains the instance and then stops it.",
    ["paddock:stop"],
    howto("(stop|end|kill|shut down|halt|terminate|close|unload) (an|the|my|one|this|a running) instance", "(stop|unload) (a|the|my|one|this) model", "take an instance down", "stop instances") + ["how (is an instance|are instances) stopped", "what does paddock:stop do", "paddock:stop"])

add("explain", "Use paddock:explain in the console. It says which backend fits your request, and why or why not.",
    ["paddock:explain"],
    howto("(find out|see|know|check|learn) (whether|if) a backend (fits|can serve|can take|is compatible with|matches) (my|a|the) request", "(find out|see|know|learn|understand) why a backend (does not fit|was not chosen|is not compatible|is incompatible|cannot serve my request|was refused)", "get (a|the) compatibility (answer|explanation|explained)", "explain (a|my) (request|compatibility answer)") + ["what does (paddock:explain|explain|the explain verb) do", "paddock:explain", "what is (paddock:explain|the explain command|the explain verb)", "why was (a|my|the) backend (not chosen|refused)", "which backend fits my request"])

add("why", "Use paddock:why with an instance or lease id. It tells why that instance or lease is in its present state.",
    ["paddock:why", "state"],
    howto("(find out|see|know|learn|understand) why (an|my|the) instance (is|was) (stopped|failed|not ready|in this state|starting|gone)", "(find out|see|know|learn|understand) why (a|my|the) lease (is|was) (gone|recovering|waiting|in this state|lost)") + ["what does (paddock:why|why|the why verb) do", "paddock:why", "what is (paddock:why|the why command|the why verb)", "why (is|was) (my|the|an) instance (failed|stopped|not ready|in this state|slow to start)", "why is (my|the|a) lease (gone|recovering|in this state)", "my instance (failed|is not ready|was stopped), why"])

add("events", "Use paddock:events in the console. It shows what has happened, in order.",
    ["paddock:events"],
    howto("(list|see|show|view|display|print|check|get|follow|watch|read) (the|all|all the|recent|the latest|the last|new) events", "(see|find out|know|check|follow) what [has ]happened[ in Paddock]", "see the history", "follow what (happens|is happening|Paddock does)") + ["what does (paddock:events|the events verb) do", "paddock:events", "what are events", "where do i see (the|recent) events", "is there an event log", "which events were there"])

add("instance_logs", "Use paddock:logs with the instance id. It shows what that instance has printed.",
    ["paddock:logs"],
    howto("(see|show|view|read|get|print|check|find) (the|all) (logs|log|output|log lines) of (an|my|the|one) instance", "(see|show|view|read|get|print|check) (an|the) instance('s|) (logs|log|output)", "(see|read|get) (the|) (logs|log|output) of (a|my|the) (model|engine)", "see what an instance (prints|printed|writes|has written)") + ["what does (paddock:logs|the logs verb) do", "paddock:logs", "where (is|are) the (log|logs|output) of (an|my|the) instance", "where do i find the logs of an instance"])

add("list_engines", "Use paddock:engines in the console. It lists the engines that Paddock can use.",
    ["paddock:engines"],
    howto("(list|see|show|view|display|print|check|get) (the|all|all the|my|the available|the installed) engines", "(see|find out|know|check) which engines (i have|are there|are available|are installed)", "get a list of [the |all ]engines") + ["what does (paddock:engines|the engines verb) do", "paddock:engines", "where do i see the engines", "which engines are (installed|available) here"])

add("chat", "Use paddock:chat in the console. It lets you talk to a model right there.",
    ["paddock:chat"],
    howto("(chat|talk|speak) (with|to) (a|the|my|one) model[ in the console| on the console]", "(chat|talk)[ in the console| on the console]", "(send|give) (a prompt|a message|a question) to a model[ from the console]", "(try|test|ask) a model (in the console|from the console|quickly)", "start a chat") + ["what does (paddock:chat|the chat verb) do", "paddock:chat", "is there a chat (command|verb)", "can i chat (in|on|from) the console", "can i talk to a model in the console"])

add("verbs", "The console verbs are backends, instances, leases, ensure, renew, release, stop, explain, why, events, logs, engines, swap, models and chat.",
    ["backends", "ensure", "swap", "chat"],
    ["which (console |)(verbs|commands) (are there|exist|does Paddock have|does the console have|can i use|does Paddock know)[ in the console]", "what (console |)(verbs|commands) (are there|exist|does Paddock have|does the console have|can i use|can i type)[ in the console]", "(list|name|show me|give me|tell me) (all|the|all the) (console |Paddock |)(verbs|commands)[ of Paddock| of the console]",
     "what can i (type|do|enter) in the console", "what are the (console |Paddock |)(verbs|commands)", "how many (verbs|commands) (are there|does Paddock have)", "all verbs", "which commands start with paddock:", "a list of all (verbs|commands)"])

add("json", "Add --json to a console verb. It then prints JSON for scripts.",
    ["--json"],
    howto("(get|print|show|have|see|produce) (json|JSON|JSON output|json output|output as JSON|the output as JSON|the output in JSON)[ from a verb| from the console| from a command]", "(use|read|parse) the output in a script", "make a verb print JSON") + ["(can|do|does) (the verbs|a verb|the console|the console verbs|Paddock) print (JSON|json)", "is there (json|JSON|machine readable) output", "what does --json do", "--json", "is the output machine readable", "which option gives JSON"])

add("exit_codes", "0 means ok, 1 means failed and 2 means wrong usage.",
    ["0 means ok", "1 means failed"],
    ["what (are|do) the exit (codes|status|values)[ mean]", "which exit codes (are there|does Paddock have|do the verbs have|do the verbs return)", "what does exit code (0|1|2|one|two|zero) mean", "what (code|status|exit code) does a verb (return|exit with|give)", "explain the exit codes", "exit codes", "how do i (know|check|see|tell) (if|whether) a verb (failed|worked|succeeded)[ in a script]",
     "which exit code means (failed|ok|wrong usage|an error)", "what does the exit (code|status) (tell|say|mean)", "tell me the exit codes", "what is the exit code of a failed verb"])

# ---------------------------------------------------------------- launcher

add("demo", "Run ./paddock demo. It starts Paddock with the small demo model that comes with it.",
    ["./paddock demo"],
    howto("(try|run|start|see|test|launch|play with|have|get) (the|a) demo", "(try|test|try out) Paddock[ quickly| in a minute]", "get a quick (demo|start|look)", "see Paddock (work|in action)") + ["what does (./paddock demo|paddock demo|the demo|the demo command) do", "./paddock demo", "is there a demo", "what is the (demo|quickest way to try Paddock|fastest way to try Paddock)", "how do i (get started|begin|start with Paddock)", "where do i (start|begin)", "quick start", "show me a demo", "what should i do first"])

add("install_paddock", "You need Java 17 or newer, and Maven to build it. Then go to the Paddock folder and run ./paddock demo.",
    ["java 17", "./paddock demo"],
    howto("(install|set up|get|deploy|put) Paddock[ here| on my machine| on my computer| on my laptop]", "(build|compile) Paddock") + ["how is Paddock installed", "what (do i need|is needed) (to run Paddock|to install Paddock|for Paddock|to use Paddock)", "what are the requirements[ of Paddock| for Paddock]", "what does Paddock need[ to run]", "system requirements", "is Paddock (easy|hard) to install", "installation"])

add("start", "Run ./paddock start. It starts Paddock in the background.",
    ["./paddock start"],
    howto("(start|launch|boot|bring up|fire up|switch on|turn on) (Paddock|the runtime|the Paddock runtime|the server|the service|it|the Paddock server)[ in the background| as a service]", "run Paddock in the background", "(get|bring) Paddock up") + ["how is Paddock started", "what does (./paddock start|paddock start|the start command) do", "./paddock start", "how does Paddock start", "which command starts (Paddock|the runtime|the server)"])

add("stop", "Run ./paddock stop. It stops Paddock and everything it has started.",
    ["./paddock stop"],
    howto("(stop|shut down|end|halt|quit|kill|exit|turn off|switch off|close|terminate) (Paddock|the runtime|the Paddock runtime|the server|the service|it|everything|the Paddock server)", "shut Paddock down", "bring Paddock down") + ["how is Paddock stopped", "what does (./paddock stop|paddock stop|the stop command) do", "./paddock stop", "how does Paddock stop", "which command (stops|ends) (Paddock|the runtime|the server)"])

add("restart", "Run ./paddock stop and then ./paddock start.",
    ["./paddock stop", "./paddock start"],
    howto("(restart|reboot|relaunch) (Paddock|the runtime|the Paddock runtime|the server|the service|it)", "(stop and start|start again) Paddock") + ["how is Paddock restarted", "is there a restart command", "which command restarts (Paddock|the runtime|the server)", "restart", "how does a restart work"])

add("run", "Run ./paddock run. It keeps Paddock in the foreground, with the console.",
    ["./paddock run"],
    howto("(run|start|keep|have|launch|hold) (Paddock|the runtime|it|the server) in the foreground", "run Paddock (in my terminal|in this terminal|in a terminal|in a container)", "start Paddock without the background") + ["what does (./paddock run|paddock run|the run command) do", "./paddock run", "can Paddock (run|stay) in the foreground", "what is the difference between run and start", "is there a foreground mode", "which command runs Paddock in the foreground"])

add("status", "Run ./paddock status. It says whether Paddock is running.",
    ["./paddock status"],
    howto("(see|check|find out|know|tell|look|learn) (if|whether) (Paddock|the runtime|it|the server) is (running|up|alive|started|working|on)", "(see|check|show|get|print|view) (the|its|the current) status[ of Paddock| of the runtime| of the server]", "see how Paddock is doing") + ["is (Paddock|the runtime|the server|it) (running|up|alive|started|working)", "what does (./paddock status|paddock status|the status command) do", "./paddock status", "what is the status[ of Paddock]", "status", "does Paddock run right now", "which command shows the status"])

add("logs", "Run ./paddock logs. It shows the log of the runtime.",
    ["./paddock logs"],
    howto("(see|show|view|read|get|print|check|find|follow|open|tail) (the|all|all the|the Paddock|my|the runtime) (logs|log|log file|log lines|log output)[ of Paddock| of the runtime| of the server]", "find (errors|error messages|problems) in the log") + ["where (is|are) the (log|logs|log file|Paddock log)[ of Paddock| of the runtime]", "what does (./paddock logs|paddock logs) do", "./paddock logs", "which command shows the (log|logs)[ of Paddock]", "logs", "where does Paddock (log|write its log)", "does Paddock have a log"])

add("console", "Run ./paddock console. It opens the Karaf console, where the paddock verbs live.",
    ["./paddock console"],
    howto("(open|start|get|enter|reach|use|launch|show|connect to|go to|get into) (the|a) (console|Karaf console|Paddock console|Karaf shell|shell|command line)", "get to the (console|shell)", "log in to the console") + ["what does (./paddock console|paddock console) do", "./paddock console", "what is the (console|Karaf console|Paddock console)", "where is the (console|Karaf console|Paddock console|shell)", "is there a (console|shell)", "console", "does Paddock have a (console|shell)", "where do i type the (verbs|commands)"])

add("version", "Run ./paddock version. It prints the version of Paddock.",
    ["./paddock version"],
    howto("(see|check|find out|know|show|get|print|view|tell|learn) (the|my|its|the current|the installed) version[ of Paddock| number]", "(see|check|find out|know|tell) which version (of Paddock i have|of Paddock this is|i have|is installed|is running)") + ["which version (is this|of Paddock is this|do i have|of Paddock do i have|is running|of Paddock is running|is installed)", "what version (is this|of Paddock is this|do i have|of Paddock do i have|is running)", "what does (./paddock version|paddock version) do", "./paddock version", "version", "what is the (version|current version|version number)[ of Paddock]", "is this the newest version"])

add("help", "Run ./paddock help. It lists the commands of the launcher: demo, run, start, stop, status, console, logs, exec, sbom, version and help.",
    ["./paddock help"],
    howto("(get|find|see|show|read) (help|some help|more help|the help|the help text)[ with Paddock| for Paddock]", "(list|see|show|know) (the|all) (commands|options) of (the launcher|./paddock|the script|the launcher script)") + ["what does (./paddock help|paddock help) do", "./paddock help", "which commands does (the launcher|./paddock|the script|the launcher script) (have|know|understand)", "what commands does (the launcher|./paddock) have", "what can (the launcher|./paddock|the launcher script) do", "is there a help (command|text)", "where do i find help", "what is (the launcher|./paddock)", "where is the (documentation|manual|help)", "help", "i need help", "please help"])

add("exec", "Use ./paddock exec. It runs one console verb from your shell, for example in a script.",
    ["./paddock exec"],
    howto("(run|call|use|execute|start|give) (a|one|a single|the) (console |)(verb|command) (from|in) (a script|my shell|the shell|a shell script|bash|outside the console)", "(use|run|call) (the verbs|verbs|console verbs) (in a script|from a script|from my shell|without the console)", "(script|automate) Paddock", "use Paddock in (a script|scripts|a cron job)") + ["what does (./paddock exec|paddock exec|exec|the exec command) do", "./paddock exec", "can i (script|automate) Paddock", "what is exec", "what is (./paddock exec|exec) for", "can i run a verb without (the|opening the) console"])

# ---------------------------------------------------------------- network and API

add("port", "Paddock listens on port 8080. Set PADDOCK_PORT to use another one.",
    ["8080", "paddock_port"],
    ["(which|what) port (does|will|is) (Paddock|it|the gateway|the server|the runtime) (use|listen on|listening on|run on|using|take|open|serve on|on)[ by default]", "(which|what) (is|was) the [default |http |standard ](port|port number)[ of Paddock| of the gateway]", "on (which|what) port (does|can) (Paddock|it|the gateway|the server) (listen|run|answer|serve)",
     "where does (Paddock|the gateway|the server) listen", "what (port number|port) (does Paddock have|should i use|do i connect to)", "port", "the port number", "tell me the port[ of Paddock]", "is (it|Paddock) on port 8080", "which ports are (open|used)", "is port 8080 used", "does Paddock listen on 8080",
     "how (do|can|would|should|could) (i|we) (change|set|choose|configure|select|pick|move|switch) (the|its|another|a different|a new|the http) port[ of Paddock| number]", "(change|set|choose|configure) (the|another|a different) port", "can i (change|choose|use|set) (the|another|a different) port", "how do i (run|start) Paddock on (another|a different) port", "port 8080 is (taken|in use|busy|used), what (can|do|should) i do",
     "what is PADDOCK_PORT[ for]", "what does PADDOCK_PORT (do|mean|set)", "PADDOCK_PORT", "which variable (sets|changes) the port", "where do i set the port", "i (want|need) (another|a different) port"])

add("api", "Paddock speaks the OpenAI API under /v1, so ordinary OpenAI clients work with it.",
    ["openai", "/v1"],
    ["(which|what) (API|api|protocol|language|interface) does (Paddock|it|the gateway|the server) (speak|use|have|offer|support|provide|understand)", "does (Paddock|it) (speak|support|offer|have|provide|understand) (the OpenAI API|an OpenAI API|OpenAI)", "is (Paddock|it|the API|the gateway) (OpenAI compatible|compatible with OpenAI|OpenAI-compatible)",
     "what (is|kind of) (the )API (of Paddock|does it have)", "(which|what) (API|clients) can i use", "can i use (my OpenAI client|OpenAI clients|the OpenAI client|the OpenAI SDK|the OpenAI library|ordinary OpenAI clients)[ with Paddock]", "do OpenAI clients work[ with Paddock]", "which clients (work with Paddock|can i use)", "tell me about the API",
     "can my (program|app|application) use the OpenAI API", "which API do clients use", "the API"])

add("base_url", "Set the base URL of your client to http://127.0.0.1:8080/v1 and pick a model from /v1/models.",
    ["127.0.0.1:8080/v1"],
    ["(what|which) (is the|base|is the base) (URL|url|address)[ of Paddock| of the gateway| of the API| do i use| does Paddock have]", "(what|which) (base URL|base url|URL|url|address) (do i use|do i need|should i use|must i use|do i set|does Paddock have|does my client need|do i give to my client)", "how do i (connect|point|configure|set up|use) (my client|an OpenAI client|my OpenAI client|a client|my app|my program)[ to Paddock| for Paddock| with Paddock]",
     "where (do|can) i (send|post) (my |)(requests|a request|chat requests)", "how do i (connect to|reach|call|access) (Paddock|the gateway|the API)[ from my program| with a client| over HTTP]", "what is base_url", "base URL", "how do i send a (chat |)request", "(what|which) address does (Paddock|the gateway) have", "at which address (is|can i reach) (Paddock|the gateway)"])

add("control_api", "Yes. The control API is under /api/v1: it has backends, instances, leases, events and swaps.",
    ["/api/v1"],
    ["is there (a|an|any) (REST API|rest api|control API|HTTP API|management API|REST interface|API to manage Paddock|admin API)", "does Paddock (have|offer|provide) (a|an) (REST API|rest api|control API|HTTP API|management API|admin API)", "where is the (REST API|control API|management API|admin API)", "can i (control|manage|administer|steer) Paddock over (HTTP|http|REST|the network)",
     "what is the control API", "how do i (control|manage) Paddock (over HTTP|with HTTP|by HTTP|from a program|with REST)", "which (routes|paths) does the control API have", "what is (under|at) /api/v1", "/api/v1", "tell me about the (REST API|control API)", "can i list instances over HTTP", "what is the path of the control API"])

add("streaming", "Yes. Set stream to true and the gateway sends the tokens one by one as server-sent events.",
    ["yes", "stream", "events"],
    ["(can|does|will) (Paddock|it|the gateway|the API) (stream|do streaming|support streaming|stream answers|stream tokens|stream the answer)", "is streaming (supported|possible|available|there)", "how do i (stream|get a stream|use streaming|turn on streaming|stream an answer|stream tokens|enable streaming)", "can i (stream|get) (tokens|answers|the answer|an answer)[ as a stream| one by one]",
     "what about streaming", "does Paddock (use|support|send) (server-sent events|SSE|sse)", "streaming", "are answers streamed", "do tokens come one by one", "is there (a stream|streaming|SSE)", "how does streaming work"])

add("health", "/healthz says whether the runtime is alive, and /readyz whether a backend is available.",
    ["/healthz", "/readyz"],
    ["(is|are) there (a|any) (health check|health checks|health endpoint|readiness check|liveness check|health route)", "how do i (check|monitor|see|probe) (the |its |)(health|readiness|liveness)[ of Paddock| of the runtime]", "what (is|does) (/healthz|/readyz|healthz|readyz)[ do| for| mean| say]", "(/healthz|/readyz)", "how do i monitor Paddock", "is Paddock healthy", "is Paddock ready", "which (route|path|URL|url) (tells|says|shows) (if|whether) Paddock is (healthy|ready|alive)",
     "does Paddock have (a health check|health checks|a readiness check)", "what is the difference between /healthz and /readyz", "health", "health check", "where is the health (check|endpoint)"])

add("network", "Yes. By default Paddock listens on loopback only, so other machines cannot reach it.",
    ["loopback"],
    ["is (it|Paddock|the gateway|the port) (safe|secure|open|protected)[ on the network| on a network| by default| in a network]", "is (it|Paddock) safe to (run|use)[ on a network| on my laptop| in an office]", "can (other machines|other computers|others|anyone|strangers|somebody else|people on my network|the network) (reach|use|access|see|connect to) (Paddock|it|my Paddock|the port|the gateway)", "is Paddock (reachable|visible|exposed|open|accessible)[ from outside| on the network| from the internet| from other machines]",
     "does Paddock (listen on|open|expose|bind to) (the network|the internet|all interfaces|a public port|loopback)", "how (safe|secure) is Paddock", "is it (exposed|open) to the (internet|network)", "which (address|interface) does Paddock (listen on|bind to)", "does Paddock listen on loopback only", "what about (security|network security)", "can i reach Paddock from another (machine|computer)", "who can reach Paddock", "security"])

add("admin_token", "The admin token is a secret file made on the first start. Stop, swap and other admin calls over HTTP need it.",
    ["secret", "first start"], concept("the admin token", "admin tokens", "admin token") + ["what do i need the (admin token|token) for", "where (is|do i find|does) the (admin token|token)[ come from]", "who makes the admin token", "which (calls|requests|routes) need the (admin token|token)", "why do i need a token[ to stop an instance]", "do i need a token", "when do i need the admin token", "how do i get (the|an) (admin token|token)"])

add("busy", "Then Paddock answers 503 with a Retry-After header. Try again after that time.",
    ["503", "retry-after"],
    ["what happens (when|if) (Paddock|the gateway|an instance|the server|the model) is (busy|full|overloaded|at capacity|at its limit)", "what does Paddock (do|answer|say|return) (when|if) it is (busy|full|overloaded|at capacity)", "what does (a |)(503|status 503|code 503|error 503) mean", "why do i get (a |)(503|Retry-After)", "what (happens|if) there (are too many|is no room for) requests",
     "what happens with too many requests", "what is Retry-After", "which status (does|comes) (a busy Paddock|when Paddock is busy)[ return]", "Paddock is (busy|overloaded|full), what now", "503", "what if (Paddock|the server|an instance) is (busy|overloaded|full)", "i get a 503"])

add("downloads", "No. Paddock downloads nothing by itself. You put the models into the models folder.",
    ["no", "nothing by itself"],
    ["(does|will|can) (Paddock|it) (download|fetch|load|pull|get) (anything|something|models|a model|files|things)[ by itself| on its own| from the internet| automatically]", "(does|will) (Paddock|it) (download|fetch) (by itself|on its own|automatically)", "are models (downloaded|fetched)[ automatically| by itself| by Paddock]", "does (Paddock|it) (call home|phone home|send data home|send telemetry|have telemetry)",
     "what does Paddock download", "does Paddock (update itself|download updates)", "is anything downloaded[ at start| on the first start]", "will Paddock download a model for me", "can Paddock download models[ for me]", "automatic downloads", "does it go to the internet by itself", "who downloads the models"])

add("offline", "Yes. Paddock works offline once its models are in the models folder.",
    ["yes", "offline"],
    ["(does|can|will) (Paddock|it) (work|run|be used) (offline|without internet|without the internet|without a network|without an internet connection|on a plane)", "(does|do) (Paddock|it|i) need (the internet|internet|an internet connection|a network|to be online)[ for Paddock| to use Paddock| to run]", "is (an internet connection|the internet|a network connection|internet) (needed|required|necessary)[ for Paddock]", "can i (use|run) (Paddock|it) (offline|without internet|without the internet)",
     "is Paddock (offline|an offline program)", "offline", "does Paddock run with no network", "must i be online", "do i have to be online"])

add("privacy", "With llama.cpp everything stays on your machine. A server that you attach elsewhere sees what you send to it.",
    ["stays on your machine"],
    ["(is|are) my (data|chats|prompts|text|questions|messages) (private|safe|kept private|sent anywhere|sent away|sent out)[ with Paddock]", "(does|will) (Paddock|it) send my (data|chats|prompts|text|questions|messages)[ anywhere| away| to the internet| to the cloud| to somebody]", "where (does|do) my (data|chats|prompts|text|questions|messages) go", "who (can see|sees|reads|can read) my (data|chats|prompts|text|questions|messages)",
     "what about (privacy|my privacy|my data)", "privacy", "is Paddock private", "does Paddock (keep|respect) my privacy", "do my (prompts|chats|data) (stay|remain) (local|on my machine|here)", "does my data leave (my machine|my computer|the machine)", "is everything local"])

# ---------------------------------------------------------------- models, licence, Java

add("models_where", "Put your model files into the models folder. paddock:models then shows them.",
    ["models folder"],
    ["where (do|should|must|can) (i|we) (put|place|copy|store|save|keep|drop) (the|my|a|new|some) (model|models|model file|model files|GGUF|GGUF file|GGUF files)", "where (do|should) (models|model files|GGUF files|the models|my models) (go|live|belong|be)", "where (are|is) (the|my) (models|model files|models folder|model) (stored|kept|found|saved)", "(which|what) folder (is for|holds|has|contains|do i use for) (the |)(models|model files)",
     "how (do|can|would|should) (i|we) (add|install|bring in) (a|my own|a new|another|my) (model|model file|GGUF file)", "what is the models folder", "the models folder", "where does Paddock (look for|find|keep|search for) (its |)(models|model files)", "i have a (GGUF file|model file|model), where does it go", "can i (use|add) my own model", "add a model"])

add("model_format", "Models for the llama.cpp backend are GGUF files.",
    ["gguf"],
    ["(which|what) (format|file format|file type|kind of file) (do|does|should|must) (the models|models|a model|my model|my models|model files|Paddock models) (have|need|use|be)", "(which|what) (format|formats|file format|model format|model formats|file formats|model files) (does Paddock|can Paddock|does llama.cpp|does it|does the llama.cpp backend) (use|support|read|need|load|accept|understand|want)", "(which|what) (model files|kind of models|kinds of models) (can i use|can i load|does Paddock support|can Paddock load|can Paddock run|does Paddock read)",
     "in (which|what) format (are|must be|should be|do i need) (the |my |)models", "what is the model format", "model format", "does Paddock (use|read|support|load|accept) (GGUF|gguf|GGUF files|GGUF models)", "can i use (safetensors|PyTorch models|ONNX|other formats)", "are models GGUF files", "what do model files look like", "what format is a model"])

add("licence", "Paddock is open source under the Apache-2.0 licence.",
    ["apache-2.0"],
    ["(which|what) (licence|license) (does (Paddock|it|this project) (have|use)|is (Paddock|it|this) under|is it|applies|has Paddock)", "(what|which) is the (licence|license)[ of Paddock]", "under (which|what) (licence|license) is (Paddock|it)[ published| released]", "how is Paddock licensed", "(licence|license)", "is (Paddock|it|this) (open source|free|free software|open-source|free to use|Apache licensed)", "(may|can) i (use|copy|change|sell|modify|share) (Paddock|it)[ for free| at work| in a company| in my product]", "tell me the (licence|license)",
     "what (does|is) (Paddock|it) (cost|the price)", "how much does Paddock cost", "do i have to pay for Paddock", "who may use Paddock", "what are the (licence|license) terms", "can i see the source code", "is the source (open|available)"])

add("java", "Paddock needs Java 17 or newer.",
    ["java 17", "newer"],
    ["(which|what) (Java|java|JDK|JVM|Java version|version of Java|JDK version) (does (Paddock|it) (need|use|require|run on|want)|do i need|is needed|is required|should i use|is supported|must i have)[ for Paddock]", "(does|will|can) (Paddock|it) (run|work) (on|with) (Java|JDK) (8|11|17|21|25|newer versions)", "is (Java|JDK) (8|11|17|21|25) (enough|ok|supported|good enough|too old|needed|required)", "do i need Java[ 17]", "which Java", "Java version", "what is the (oldest|minimum|lowest|required) (Java|Java version|JDK)[ for Paddock]",
     "is Java (needed|required)", "on which (Java|JDK|JVM) does Paddock run", "how new must (Java|my Java) be", "tell me the Java version", "my Java is (old|11|8), is that ok"])

add("recovery", "Stored leases survive a crash of the runtime. They are recovering until a fresh instance is ready.",
    ["survive", "recovering"],
    ["what happens (to|with) (leases|my lease|my leases|the leases|a lease) (when|if|after) (Paddock|the runtime|the JVM|it) (crashes|is killed|dies|restarts|goes down|stops)", "what happens (when|if|after) (Paddock|the runtime|the JVM) (crashes|is killed|dies)", "do (leases|my leases|the leases) (survive|outlive|stay after|remain after) (a crash|a restart|a kill|crashes)", "are leases (stored|durable|saved|kept|persistent|lost)[ after a crash| after a restart| on disk]", "what does recovering mean", "why is a lease recovering after a restart", "what is a recovering lease",
     "are leases lost (when|if) (Paddock|the runtime) (crashes|dies|restarts)", "how does Paddock recover[ from a crash]", "what is recovery", "does Paddock survive a crash", "what about crashes", "Paddock crashed, are my leases (lost|gone)"])

# ---------------------------------------------------------------- the model itself, small talk

add("who", "I am the Paddock demo model, a very small language model that comes with Paddock.",
    ["paddock demo model"],
    ["who (are|r) you", "who am i (talking|speaking|chatting) (to|with)", "what are you", "what is your name", "(tell|show) me (who you are|your name|about yourself|something about yourself)", "introduce yourself", "do you have a name", "what's your name", "which model (are you|is this|am i talking to|do you use)", "what model (are you|is this|am i talking to)", "are you (a human|a person|a robot|an AI|a language model|ChatGPT|a real model|the demo model|alive|a bot|real)", "your name", "who is (this|there|answering|speaking)", "what should i call you", "what kind of model are you", "describe yourself", "name yourself"])

add("abilities", "I can answer short questions about Paddock and tell little stories. I know nothing else.",
    ["questions about paddock", "stories"],
    ["what (can|could) you (do|tell me|help with|help me with|answer|talk about)[ for me]", "what do you know[ about]", "what are you (able to do|good at|good for|made for|trained for|capable of)", "how can you help[ me]", "what (can|may|should|could) i ask[ you]", "what (questions|things|kind of questions) can (you answer|i ask[ you])", "what is your purpose", "can you help[ me]", "do you know (everything|much|a lot|anything)", "what are your (abilities|skills|limits|capabilities|talents)", "tell me what you can do", "what topics do you know", "which questions can you answer", "what are you for", "are you (smart|clever|useful)", "what else can you do", "are you able to do anything"])

add("made", "I was trained from scratch on a small generated text about Paddock. The scripts are in tools/demo-model.",
    ["trained", "tools/demo-model"],
    ["how were you (made|trained|built|created|born)", "how (was|is) (this model|the demo model|this demo model) (made|trained|built|created)", "(what|which) (data|text|corpus) were you trained on", "who (made|trained|built|created) you", "where do you come from", "where (is|are) (your training data|your source|your training script|the training scripts)", "what is your training data", "how did you learn[ this]", "can i (train|retrain|rebuild|reproduce) (you|the demo model|this model)", "how do i (train|retrain|rebuild|reproduce) (you|the demo model|this model)", "were you trained[ on the internet]", "what were you trained on", "tell me how you were made", "are you based on another model"])

add("size", "I am tiny: about one and a half million parameters in a file of less than 2 MiB.",
    ["million", "2 mib"],
    ["how (big|large|small|tiny|heavy) are you", "how (big|large) is (this model|the demo model|your file|the model|your model)", "how many (parameters|weights) (do you have|have you|does the demo model have|are there|does this model have)", "what is your size", "what (is|size is) the (size of the demo model|demo model)", "how many (bytes|megabytes|MB) (are you|do you have|is the demo model)", "are you (big|small|large|tiny|a large model|a small model|a big model)", "tell me your size", "your size", "number of parameters", "how much (memory|space|disk) do you (need|take)", "why are you so small"])

add("hello", "Hello! I am the Paddock demo model. Ask me about Paddock, or ask for a story.",
    ["hello"],
    ["(hello|hi|hey|hi there|hello there|hey there|good morning|good evening|good afternoon|good day|greetings|howdy|hiya|hallo|welcome|morning|moin)[ Paddock| demo model| model| my friend| everyone| you]", "(hello|hi|hey), (nice to meet you|it is me|i am new here|good to see you|can we talk|are you there|anybody there)", "nice to meet you", "are you there", "is anybody there", "hello world", "hello hello", "hi hi", "test", "ping"])

add("how_are_you", "I am fine, thank you. What would you like to know about Paddock?",
    ["fine"],
    ["how are you[ doing][ today| now| this morning]", "how (is it going|do you do|do you feel|are things|have you been|is your day|is life)[ today]", "how's it going", "are you (well|ok|fine|happy|all right|good)[ today]", "what's up", "what is up", "is everything (ok|fine|all right)[ with you]", "hello, how are you", "hi, how are you[ doing][ today]", "hope you are well", "do you feel (good|well)"])

add("thanks", "You are welcome! Ask me again any time.",
    ["welcome"],
    ["(thanks|thank you|many thanks|thanks a lot|thank you very much|thank you so much|thx|cheers|great, thanks|ok, thank you|cool, thanks|perfect, thank you|nice, thank you)[ for your help| for the help| for that| for this| for the answer| model| my friend]", "that (helped|was helpful|is helpful|helps|was great|was useful)[ a lot| me]", "i thank you", "you (helped me|are great|are helpful|were helpful|did well)", "(great|good|nice) (answer|job|work|story)", "well done", "i am grateful", "much appreciated"])

add("bye", "Goodbye! Have fun with Paddock.",
    ["goodbye"],
    ["(bye|goodbye|good bye|bye bye|see you|see you later|see you soon|see you tomorrow|farewell|good night|until next time|so long|take care|have a nice day|ciao|cheerio)[ model| Paddock| my friend| then| and thanks]", "i (have to|must|need to) go[ now]", "i am (leaving|going|done|off)[ now]", "that is all[ for today]", "that was all[ for today]", "talk to you later", "i will (come back|be back) later", "let us stop here", "we are done", "end of chat"])

OUTSIDE = [
    "what is the (capital|population|language|flag|currency|president|area|biggest city|history) of (France|Germany|Italy|Spain|Japan|China|India|Brazil|Canada|Egypt|Norway|Poland|Kenya|Peru|Sweden|Austria|Mexico)",
    "who (was|is) (Napoleon|Einstein|Mozart|Shakespeare|the president|the king of Spain|Newton|Plato|the pope|Picasso|Beethoven|Goethe|Cleopatra|the chancellor|the best singer|Marie Curie|Elvis)",
    "what is (one|two|three|five|seven|nine|12|7|3|100|25|8) (plus|minus|times|divided by) (one|two|four|six|eight|5|9|11|2|30)", "what is (2+2|5*7|10-3|the square root of 16|pi|1+1|12*12)",
    "(what|how) is the weather[ like][ today| tomorrow| in Berlin| in London| outside]", "will it (rain|snow)[ today| tomorrow]", "what (time|day|year|date) is it[ today| now]", "how (old|tall|far|heavy|deep|fast|high) is (the moon|the earth|Mount Everest|the sun|an elephant|the Eiffel tower|the ocean|a whale|the sea|light|Rome)",
    "(write|give me|make) [me ](a poem|a song|a recipe|a python program|an essay|code|a letter|a joke|a haiku|a java class|an email|a sorting algorithm)[ about (love|the sea|spring|my cat|cheese|space|war|money)]", "tell me a joke", "translate (hello|good morning|this|cat|thank you|water) (to|into) (German|French|Spanish|Latin|Italian|Japanese)",
    "how do i (cook|bake|make) (rice|pasta|a cake|bread|soup|pizza|an omelette|coffee|tea|pancakes)", "how do i (learn|play|study) (chess|the piano|guitar|English|football|mathematics|tennis|Latin)", "what is (love|music|gravity|football|the meaning of life|a quark|photosynthesis|bitcoin|a black hole|art|money|democracy|a volcano|chemistry|jazz|time)",
    "who (won|will win) (the world cup|the election|the game|the match|the war|the race)", "what should i (eat|wear|read|watch|buy|cook)[ today| tonight]", "which (film|book|car|phone|city|song|dog|laptop|game) is (the best|good|the cheapest|best for me)", "why is (the sky blue|the sea salty|grass green|water wet|the sun hot|snow white|the sky dark at night)",
    "what do you think about (politics|sport|cats|music|school|religion|the war|art|cars|films)", "what is (Windows|Linux|Python|Docker|Kubernetes|the internet|a computer|Git|Rust|JavaScript|a database|PostgreSQL|Spring|a CPU|Excel|Android)", "(recommend|suggest) [me ](a book|a film|a restaurant|a song|a hotel|a game)",
    "what is the (capital|population|size|language|king|weather|money|food|best town) (of|in) (Belgium|Greece|Turkey|Russia|Chile|Cuba|Nepal|Iran|Ireland|Finland|Hungary|Denmark|Texas|Vietnam|Morocco|Australia|the Netherlands|Scotland|Iceland|Ghana)",
    "who (is|was) (Galileo|Darwin|Gandhi|Bach|Homer|Aristotle|Lincoln|Washington|Columbus|Hannibal|Augustus|Alexander the Great|Joan of Arc|Leonardo|Kant|Tesla|Turing|Marco Polo|the mayor|your teacher)",
    "how do i (cook|bake|fry|boil|prepare) (an egg|a pie|a plum cake|potatoes|fish|a chicken|noodles|cookies|beans|a pear tart|a stew|muffins)",
    "what is (two|three|four|five|six|eight|nine|ten|eleven|twelve|twenty) (times|plus|minus|and|divided by) (three|five|six|eight|nine|ten|twelve|thirty|fifty)",
    "how many (people|cats|stars|countries|planets|days|bones|languages) (are there|live in Berlin|are in a year|exist|does the earth have)", "when (did|was) (the war|world war two|the moon landing|Rome|the first computer|the wall) (end|built|founded|start|happen|fall)", "where is (Paris|Tokyo|the nearest bank|my phone|Africa|Mount Everest|the station|Berlin|my cat)",
    "do you (like|love|hate) (cats|pizza|music|me|football|school|dogs|cheese|spring|Mondays)", "can you (drive|sing|dance|swim|fly|cook|see me|play chess|draw a cat|do my homework)", "(solve|calculate|compute) (this equation|3x = 9|12 times 9|the area of a circle|5 plus 8)", "name (three|five|two) (animals|cities|rivers|planets|colours|flowers|countries)", "my (car|phone|printer|cat|dog|computer) is (broken|sick|lost|slow), what (do i do|can i do)",
]
add("outside", "I do not know that. I only know Paddock and a few little stories.",
    ["do not know"], OUTSIDE)
