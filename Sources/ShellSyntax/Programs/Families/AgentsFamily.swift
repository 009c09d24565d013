// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Agents, their gateways and their guards; Drawbridge itself.
    static let agentsText = """
        drawbridge | _* | !drawbridge @drawbridge
        openclaw clawdbot moltbot clawdhub clawhub zeroclaw nanoclaw picoclaw ironclaw nemoclaw sophon tropic | _* | --profile=_ --dev --json --no-color -V:ignores
          config configure settings setup onboard reset uninstall doctor update security approvals pairing devices sandbox hooks webhooks policy policies gate models-set | _* | @agentsetting !agent-settings
          plugins plugin skills skill extensions mcp acp cron nodes node channels channel agents agent-add auth models secrets | _* | @agentsetting
          gateway daemon service | _* | @agentsetting
          message send | _* | !messages @agentsetting
          status health logs version help sessions dashboard docs completion tui memory search list usage | _* |
        claude codex gemini aider goose cursor-agent opencode crush amp copilot-cli qwen qwen-code cline cn droid kiro kiro-cli q auggie forge plandex gptme open-interpreter interpreter llm aichat sgpt mods fabric-ai gpt tgpt chatgpt openhands swe-agent devin jules roo kilocode kode factory grok cody tabby codeium pi | _* | -p,--print,--prompt,-m,--message,--exec=_ --model=_ --dangerously-skip-permissions,--yolo,--dangerously-bypass-approvals-and-sandbox,--full-auto,--auto-approve,--yes-always,--trust-all-tools,--allow-all-tools!agent-settings --permission-mode=_ --allowedTools,--allowed-tools=_ --disallowedTools=_ --settings=read!agent-settings --mcp-config=read!agent-settings -c,--config=_ -s,--sandbox=_ -a,--ask-for-approval=_ --add-dir=_ --output-format=_ -r=_ --resume? --append-system-prompt=_ --system-prompt=_ --session-id=_ --read=read --file=read -i=_ -y -o=_ -v -h
          config mcp plugin plugins extensions hooks settings permissions agents | _* | @agentsetting !agent-settings
          update upgrade install setup-token migrate-installer | _* | !installs
          sandbox | _ command |
          login logout auth | _* |
          doctor version help sessions resume completion stats models list usage | _* |
        sondera secureclaw clawsec invariant mcp-scan snyk-agent-scan agentguard lakera llm-guard nemo-guardrails guardrails promptfoo garak mcp-proxy mcp-remote supergateway mcpo mcphost inspector mcp | _* |
          disable off uninstall remove stop unprotect allow trust config set update install enable | _* | !agent-settings
          status list scan check version help audit test explain | _* |
        cedar cedar-policy-cli opa conftest regal | _* | -d,--data=read -i,--input=read -b=read -f=_ -p,--policies=read --entities=read --schema=read
          eval exec test check fmt build sign bench parse validate authorize format evaluate link | read* | -d=read -i=read -w
          run | _* | !listens
        zapier n8n node-red huginn activepieces ifttt | _* |
          push promote deploy publish upload | _* | !publishes
          delete | _* | !destroys-infrastructure
          start execute worker webhook | _* | !listens
        """
}
